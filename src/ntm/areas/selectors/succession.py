from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import QuerySet

from ntm.areas.models import Succession, Unit, WeightBasis

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

    A unit that still exists on ``day`` is its own whole successor.
    """
    found = parts_of(unit, day, steps_from([unit], day))
    return sorted(found.values(), key=lambda part: part.unit.sort_name)


def predecessors(unit: Unit, day: date) -> list[Part]:
    """Return the units of an earlier ``day`` that are found in this one, each with its share that came here.

    The unit itself is among them when it existed on that day.
    """
    found: dict[int, Part] = {}
    waiting = {unit.pk: Part(unit, Fraction(1), assumed=False)}
    while waiting:
        for part in waiting.values():
            if part.unit.valid_from <= day:
                _join(found, part)
        before: dict[int, Part] = {}
        for row in _rows().filter(successor__in=waiting, effective_on__gt=day):
            into = waiting[row.heir.pk]
            _join(before, Part(row.predecessor, into.share * share_of(row), into.assumed or guessed(row)))
        waiting = before
    return sorted(found.values(), key=lambda part: part.unit.sort_name)


def parts_of(unit: Unit, day: date, steps: Steps) -> dict[int, Part]:
    """Follow a unit to ``day`` through the steps, joining what meets again; by the id of the part's unit."""
    if unit.exists_on(day):
        return {unit.pk: Part(unit, Fraction(1), assumed=False)}
    found: dict[int, Part] = {}
    for row in steps.get(unit.pk, []):
        for part in parts_of(row.heir, day, steps).values():
            _join(found, Part(part.unit, part.share * share_of(row), part.assumed or guessed(row)))
    return found


def steps_from(units: Sequence[Unit], day: date) -> Steps:
    """Return every step by which the units, and what they became, changed until ``day``; by predecessor."""
    found: Steps = defaultdict(list)
    frontier = {unit.pk for unit in units if not unit.exists_on(day)}
    while frontier:
        for row in _in_batches(frontier):
            if row.effective_on <= day:
                found[row.predecessor_id].append(row)
        reached = {row.heir.pk for pk in frontier for row in found[pk] if not row.heir.exists_on(day)}
        frontier = reached - found.keys()
    return found


def share_of(row: Succession) -> Fraction:
    """Return the part of the predecessor that went to the successor."""
    return Fraction(row.share_numerator, row.share_denominator)


def guessed(row: Succession) -> bool:
    """Say whether nobody stated the share, so that equal parts were taken."""
    return row.basis == WeightBasis.ASSUMED


def _join(found: dict[int, Part], part: Part) -> None:
    """Add a part to those found; a unit that is reached twice keeps the sum of its shares."""
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
