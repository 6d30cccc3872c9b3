"""Figures of one day counted on the map of another; docs/areas.md tells the method with a table.

Additive figures conserve their sum exactly: shares are fractions that sum to 1. A rate is counted by its
two additive parts. A verdict is never averaged: it is shown beside its unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from ntm.areas.models import Unit
from ntm.areas.selectors.succession import Steps, parts_of, steps_from
from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day

Said = TypeVar("Said")


class RateNeedsItsParts(Problem):
    """A rate was to be counted on another map without the two figures it is made of."""

    code = "areas/rate-needs-its-parts"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"Tỷ lệ “{name}” không thể cộng hay chia theo bản đồ khác.",
                f"The rate “{name}” cannot be added up or divided on another map.",
            ),
            Text(
                "Hãy cho tử số và mẫu số của từng đơn vị; tỷ lệ mới được tính từ tổng của chúng.",
                "Give the numerator and the denominator of each unit; the new rate is counted from their sums.",
            ),
        )


class CannotCountBack(Problem):
    """A figure of a later day was asked on an earlier map, and nothing tells how to divide it."""

    code = "areas/cannot-count-back"

    def __init__(self, of: date, on: date) -> None:
        super().__init__(
            Text(
                f"Số liệu ngày {written_day(of)} không thể chia ngược về bản đồ ngày {written_day(on)}.",
                f"Figures of {written_day(of)} cannot be divided back to the map of {written_day(on)}.",
            ),
            Text(
                "Hãy chọn bản đồ cùng ngày hoặc sau ngày của số liệu.",
                "Choose the map of the same day or of a later one.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure on the map of another day: exact, with the units it was counted from.

    ``assumed`` when a part of it rests on a share that nobody stated.
    """

    unit: Unit
    amount: Fraction
    made_of: tuple[tuple[Unit, Fraction], ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Recount:
    """All figures of one question; ``lost`` is what no unit of the new map took over, normally nothing."""

    rows: tuple[Counted, ...]
    lost: Fraction

    @property
    def total(self) -> Fraction:
        return sum((row.amount for row in self.rows), Fraction(0))


def count_on_map(figures: Mapping[Unit, Decimal | int | Fraction], *, of: date, on: date) -> Recount:
    """Count additive figures of units of the day ``of`` on the map of the day ``on``.

    The total plus ``lost`` equals the sum of the figures exactly. Raises CannotCountBack for an earlier map.
    """
    if on < of:
        raise CannotCountBack(of, on)
    return recounted(figures, on, steps_from(list(figures), on), since=of)


def recounted(
    figures: Mapping[Unit, Decimal | int | Fraction], on: date, steps: Steps, *, since: date = date.min
) -> Recount:
    """Count figures through steps that were read before: the arithmetic, without a database.

    Steps up to ``since``, the day of the figures, are in them already.
    """
    amounts: dict[int, Fraction] = {}
    sources: dict[int, list[tuple[Unit, Fraction]]] = {}
    units: dict[int, Unit] = {}
    assumed: set[int] = set()
    lost = Fraction(0)
    for unit, figure in figures.items():
        left = Fraction(figure)
        for pk, part in parts_of(unit, on, steps, since).items():
            piece = Fraction(figure) * part.share
            amounts[pk] = amounts.get(pk, Fraction(0)) + piece
            sources.setdefault(pk, []).append((unit, piece))
            units[pk] = part.unit
            left -= piece
            if part.assumed:
                assumed.add(pk)
        lost += left
    ordered = sorted(units.values(), key=lambda unit: (unit.sort_name, unit.code))
    rows = (Counted(unit, amounts[unit.pk], tuple(sources[unit.pk]), unit.pk in assumed) for unit in ordered)
    return Recount(tuple(rows), lost)


def count_rate_on_map(
    name: str,
    numerators: Mapping[Unit, Decimal | int],
    denominators: Mapping[Unit, Decimal | int] | None,
    *,
    of: date,
    on: date,
) -> dict[Unit, Fraction | None]:
    """Count a rate, as a fraction of 1, on another map: sums above over sums below.

    None where nothing stands below the line. Raises RateNeedsItsParts without denominators, or
    when the two do not speak of the same units.
    """
    if denominators is None or set(numerators) != set(denominators):
        raise RateNeedsItsParts(name)
    above = {row.unit: row.amount for row in count_on_map(numerators, of=of, on=on).rows}
    below = {row.unit: row.amount for row in count_on_map(denominators, of=of, on=on).rows}
    return {unit: above[unit] / below[unit] if below[unit] else None for unit in above}


def side_by_side(words: Mapping[Unit, Said], *, on: date) -> dict[Unit, tuple[tuple[Unit, Said], ...]]:
    """Put what was said of earlier units, such as a verdict, beside what each became by the day ``on``.

    Nothing is joined or weighed: two verdicts that differ stand beside each other.
    """
    steps = steps_from(list(words), on)
    found: dict[Unit, tuple[tuple[Unit, Said], ...]] = {}
    for unit, said in words.items():
        for part in parts_of(unit, on, steps).values():
            found[part.unit] = (*found.get(part.unit, ()), (unit, said))
    return found


def rounded(amounts: Sequence[Fraction], *, decimals: int = 0) -> list[Decimal]:
    """Round so that the rounded figures add up to the rounded total: the largest remainders go up.

    Of two equal remainders the earlier one goes up.
    """
    scale = 10**decimals
    scaled = [amount * scale for amount in amounts]
    floors = [amount.numerator // amount.denominator for amount in scaled]
    wanted = round(sum(scaled, Fraction(0)))
    by_remainder = sorted(range(len(scaled)), key=lambda place: (floors[place] - scaled[place], place))
    for place in by_remainder[: wanted - sum(floors)]:
        floors[place] += 1
    return [Decimal(floor).scaleb(-decimals) for floor in floors]
