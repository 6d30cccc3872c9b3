"""Where the money stands on a day, worked out from the transfers booked by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum

from ntm.areas.models import Unit
from ntm.areas.selectors import children, descendants
from ntm.core.problems import Text
from ntm.finance.models import Stage, Transfer
from ntm.finance.sources import Source, sources_in

STAGES = tuple(Stage)
Standing = Mapping[tuple[str, str, bool], int]  # (source, stage, carried over) → đồng


@dataclass(frozen=True, slots=True)
class CapitalRow:
    """One place of the tree of sources with what came at least so far, in whole đồng.

    ``planned`` is everything, ``carried`` the part of it that came from earlier budgets; ``assigned`` counts what
    was paid out and settled since as well. Credit stands under a root of its own.
    """

    code: str
    name: Text
    depth: int
    is_leaf: bool
    planned: int
    allocated: int
    assigned: int
    disbursed: int
    settled: int
    carried: int

    @property
    def rate(self) -> int | None:
        """Disbursed of assigned in percent, rounded down; None where nothing was assigned."""
        return 100 * self.disbursed // self.assigned if self.assigned else None


def capital_rows(unit: Unit, day: date, year: int) -> tuple[CapitalRow, ...]:
    """Return the year's tree of sources with what a unit and all below hold of each on a day."""
    held = _held([unit.pk, *(one.pk for one in descendants(unit, day))], day, year)
    if not held:
        return ()
    return tuple(_row(source, held) for source in sources_in(year))


def disbursement_by_unit(unit: Unit, day: date, year: int) -> tuple[tuple[Unit, int, int], ...]:
    """Return (unit, assigned, disbursed) for each unit directly below with all below it; two queries each."""
    found = []
    for one in children(unit, day):
        held = _held([one.pk, *(below.pk for below in descendants(one, day))], day, year)
        assigned, disbursed = (_from(held, stage, "programme") for stage in (Stage.ASSIGNED, Stage.DISBURSED))
        if held:
            found.append((one, assigned, disbursed))
    return tuple(found)


def _held(units: Collection[int], day: date, year: int) -> Standing:
    """Return what stood in each stage at the end of a day: what came in less what went out; two queries."""
    held: dict[tuple[str, str, bool], int] = defaultdict(int)
    booked = Transfer.objects.filter(on__lte=day).order_by()
    for end, sign in (("after", 1), ("before", -1)):
        inside = Q(**{f"{end}__unit__in": list(units), f"{end}__year": year})
        names = (f"{end}__source", f"{end}__stage", f"{end}__budget_year")
        for source, stage, budget_year, dong in (
            booked.filter(inside).values_list(*names).annotate(dong=Sum("amount_dong"))
        ):
            held[source, stage, budget_year < year] += sign * dong
    return held


def _row(source: Source, held: Standing) -> CapitalRow:
    planned, allocated, assigned, disbursed, settled = (_from(held, stage, source.code) for stage in STAGES)
    carried = sum(dong for (leaf, _, is_carried), dong in held.items() if is_carried and source.covers(leaf))
    return CapitalRow(
        code=source.code,
        name=source.name,
        depth=source.depth,
        is_leaf=source.is_leaf,
        planned=planned,
        allocated=allocated,
        assigned=assigned,
        disbursed=disbursed,
        settled=settled,
        carried=carried,
    )


def _from(held: Standing, stage: Stage, code: str) -> int:
    """Sum what reached a stage or went beyond it, for the sources at a place of the tree and below."""
    return sum(
        dong
        for (leaf, reached, _), dong in held.items()
        if reached >= stage.value and (leaf == code or leaf.startswith(f"{code}/"))
    )


def unassigned(units: Collection[int], day: date, year: int) -> dict[tuple[int, str], int]:
    """Return by (unit, leaf) what was expected or allocated by the end of a day and not assigned; two queries."""
    free: dict[tuple[int, str], int] = defaultdict(int)
    booked = Transfer.objects.filter(on__lte=day).order_by()
    for end, sign in (("after", 1), ("before", -1)):
        stages = {f"{end}__stage__in": [Stage.EXPECTED, Stage.ALLOCATED], f"{end}__work": None}
        inside = booked.filter(**stages, **{f"{end}__unit__in": list(units), f"{end}__year": year})
        names = (f"{end}__unit_id", f"{end}__source")
        for unit, source, dong in inside.values_list(*names).annotate(dong=Sum("amount_dong")):
            free[unit, source] += sign * dong
    return free
