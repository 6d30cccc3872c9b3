from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from ntm.areas.models import ChangeKind, Succession, Unit, WeightBasis

Steps = dict[int, list[Succession]]


@dataclass(frozen=True, slots=True)
class Part:
    """A share of one unit that is found in another, after every change between two days.

    ``assumed`` when the share of some split on the way was stated by nobody.
    """

    unit: Unit
    share: Fraction
    assumed: bool


def successors(unit: Unit, day: date) -> list[Part]:
    """Return what became of a unit by ``day``: parts whose shares sum to 1, or none for a tier that ended.

    A unit that still exists on ``day`` and gave nothing away is its own whole successor.
    """
    found = parts_of(unit, day, steps_from([unit], day))
    return sorted(found.values(), key=lambda part: part.unit.sort_name)


def predecessors(unit: Unit, day: date) -> list[Part]:
    """Return the units of an earlier ``day`` that are found in this one, each with its share that came here.

    The unit itself is among them when it existed on that day.
    """
    until = unit.valid_until or date.max
    origins = [one for one in _behind(unit, day) if one.exists_on(day)]
    steps = steps_from(origins, until)
    parts = ((one, parts_of(one, until, steps, since=day).get(unit.pk)) for one in origins)
    found = [Part(one, part.share, part.assumed) for one, part in parts if part]
    return sorted(found, key=lambda part: part.unit.sort_name)


def parts_of(unit: Unit, day: date, steps: Steps, since: date = date.min) -> dict[int, Part]:
    """Follow a unit from ``since`` to ``day`` through the steps; by the id of the part's unit.

    A part that moved away while the unit went on is taken off what was left on its day, in the order
    of the days; what is left at the end stays, or goes where the unit went. Ways that meet are joined.
    """
    found: dict[int, Part] = {}
    left, assumed = Fraction(1), False
    rows = [row for row in steps.get(unit.pk, []) if row.effective_on > since]
    for row in sorted(filter(moved_a_part, rows), key=lambda row: row.effective_on):
        piece = left * share_of(row)
        assumed = assumed or guessed(row)
        _join(found, *_followed(row, piece, assumed, day, steps))
        left -= piece
    if unit.exists_on(day):
        _join(found, Part(unit, left, assumed))
        return found
    for row in rows:
        if not moved_a_part(row):
            _join(found, *_followed(row, left * share_of(row), assumed or guessed(row), day, steps))
    return found


def steps_from(units: Sequence[Unit], day: date) -> Steps:
    """Return every step by which the units, and what they became, changed until ``day``; by predecessor."""
    found: Steps = defaultdict(list)
    asked: set[int] = set()
    frontier = {unit.pk for unit in units}
    while frontier:
        rows = [row for row in _in_batches(frontier) if row.effective_on <= day]
        for row in rows:
            found[row.predecessor_id].append(row)
        asked |= frontier
        frontier = {row.heir.pk for row in rows} - asked
    return found


def moved_a_part(row: Succession) -> bool:
    """Say whether the predecessor went on after giving a part away."""
    return row.kind == ChangeKind.PART_MOVED


def share_of(row: Succession) -> Fraction:
    """Return the part of the predecessor that went to the successor."""
    return Fraction(row.share_numerator, row.share_denominator)


def guessed(row: Succession) -> bool:
    """Say whether nobody stated the share, so that equal parts were taken."""
    return row.basis == WeightBasis.ASSUMED


def _followed(row: Succession, share: Fraction, assumed: bool, day: date, steps: Steps) -> list[Part]:
    """Return where a share that took one step lies on ``day``."""
    reached = parts_of(row.heir, day, steps, since=row.effective_on).values()
    return [Part(part.unit, part.share * share, part.assumed or assumed) for part in reached]


def _behind(unit: Unit, day: date) -> list[Unit]:
    """Return the unit and every unit that something of it came from after ``day``."""
    found = {unit.pk: unit}
    waiting = [unit.pk]
    while waiting:
        rows = _rows().filter(successor__in=waiting, effective_on__gt=day)
        before = {row.predecessor.pk: row.predecessor for row in rows if row.predecessor.pk not in found}
        found |= before
        waiting = list(before)
    return list(found.values())


def _join(found: dict[int, Part], *parts: Part) -> None:
    """Add parts to those found; a unit that is reached twice keeps the sum of its shares."""
    for part in parts:
        before = found.get(part.unit.pk)
        share = part.share + (before.share if before else 0)
        found[part.unit.pk] = Part(part.unit, share, part.assumed or bool(before and before.assumed))


def _rows() -> QuerySet[Succession]:
    return Succession.objects.filter(successor__isnull=False).select_related("predecessor", "successor")


def _in_batches(ids: Iterable[int], size: int = 900) -> Iterable[Succession]:
    """Yield the steps out of the units; in batches, because SQLite bounds the values of one question."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield from _rows().filter(predecessor__in=ordered[start : start + size])
