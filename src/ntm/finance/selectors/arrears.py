"""Construction arrears: the stock on a day, how old it is, how it moved, and how it is to be paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce

from django.db.models import Sum

from ntm.areas.models import Unit
from ntm.areas.selectors import tree
from ntm.core.problems import Text
from ntm.finance.debts import Debt, Movement, debt_of
from ntm.finance.models import Clearing, Field, Progress, Transfer, Work
from ntm.finance.selectors.works import FUNDED, works_below

# How long something has been owed, in days from … up to: no figure of the law, only a way to sort.
AGES = (
    (90, Text("Dưới 3 tháng", "Less than 3 months")),
    (365, Text("Từ 3 tháng đến 1 năm", "3 months to 1 year")),
    (3 * 365, Text("Từ 1 đến 3 năm", "1 to 3 years")),
    (None, Text("Trên 3 năm", "More than 3 years")),
)


@dataclass(frozen=True, slots=True)
class ClearingPlan:
    """How the arrears of one work are planned to be paid, as planned by a day: year → source → đồng.

    ``begun_on`` is the first day for which something was planned.
    """

    by_year: Mapping[int, Mapping[str, int]]
    begun_on: date | None

    @property
    def total(self) -> int:
        return sum(sum(by_source.values()) for by_source in self.by_year.values())


NO_PLAN = ClearingPlan({}, None)


@dataclass(frozen=True, slots=True)
class ArrearsRow:
    """A work with arrears on a day, since when, and what is planned for them; whole đồng.

    ``planned`` is all that was planned, ``cleared`` what has been covered since the first day planned for.
    """

    work: Work
    unit: Unit
    amount_dong: int
    layers: tuple[tuple[date, int], ...]
    plan: ClearingPlan
    cleared: int

    @property
    def to_clear_by_year(self) -> Mapping[int, int]:
        return {year: sum(by_source.values()) for year, by_source in self.plan.by_year.items()}

    @property
    def since(self) -> date:
        return self.layers[0][0]

    @property
    def planned(self) -> int:
        return self.plan.total

    @property
    def planned_left(self) -> int:
        """Of today's arrears, how much the plan still covers."""
        return min(self.amount_dong, max(0, self.planned - self.cleared))

    @property
    def gap(self) -> int:
        """Arrears that no plan covers."""
        return self.amount_dong - self.planned_left


@dataclass(frozen=True, slots=True)
class Part:
    """Arrears of one unit, field or age: how many works, how much, and how much of it without a plan."""

    name: Text
    works: int
    amount_dong: int
    gap: int
    unit: Unit | None = None


def arrears_in(unit: Unit, day: date, below: Iterable[int] | None = None) -> tuple[ArrearsRow, ...]:
    """Return the works of a unit and all below whose accepted volume exceeds their capital on a day.

    ``below`` are the ids of the units below on the day, for a caller that has them already.
    """
    return arrears_of(works_below(unit, day, below), day)


def arrears_of(works: Collection[Work], day: date) -> tuple[ArrearsRow, ...]:
    """Return those of some works that have arrears on a day; four queries."""
    debts = debts_of([work.pk for work in works], day)
    owing = [work for work in works if debts[work.pk].on(day)]
    plans = plans_of([work.pk for work in owing], day)
    return tuple(_row(work, debts[work.pk], plans.get(work.pk, NO_PLAN), day) for work in owing)


def movement_in(unit: Unit, first: date, last: date) -> tuple[tuple[Work, Movement], ...]:
    """Return how the arrears of each work moved between the ends of two days, where there were any."""
    works = works_below(unit, last)
    debts = debts_of([work.pk for work in works], last)
    moved = [(work, debts[work.pk].between(first, last)) for work in works]
    return tuple((work, one) for work, one in moved if one.opening or one.new)


def sum_of(movements: Iterable[Movement]) -> Movement:
    return reduce(Movement.__add__, movements, Movement())


def debts_of(works: Collection[int], until: date) -> dict[int, Debt]:
    """Return the debt of each work by its id, over all days until one; three queries."""
    accepted: dict[int, list[tuple[date, int]]] = defaultdict(list)
    records = Progress.objects.filter(work__in=works, on__lte=until).order_by("on", "pk")
    for work, on, dong in records.values_list("work", "on", "accepted_dong"):
        accepted[work].append((on, dong))
    funded: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    booked = Transfer.objects.filter(on__lte=until).order_by()
    for end, sign in (("after", 1), ("before", -1)):
        inside = booked.filter(**{f"{end}__work__in": works, f"{end}__stage__in": FUNDED})
        for work, on, dong in inside.values_list(f"{end}__work", "on").annotate(dong=Sum("amount_dong")):
            funded[work][on] += sign * dong
    return {work: debt_of(accepted[work], funded[work]) for work in works}


def plans_of(works: Collection[int], day: date) -> dict[int, ClearingPlan]:
    """Return how the arrears of works are planned to be paid, by the works' ids, as planned by a day; one query."""
    kept: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    begun: dict[int, date] = {}
    for one in Clearing.objects.filter(work__in=works, on__lte=day).order_by("pk"):
        kept[one.work_id][one.year][one.source] = one.amount_dong
        begun[one.work_id] = min(begun.get(one.work_id, one.on), one.on)
    return {work: ClearingPlan(_without_zeros(by_year), begun[work]) for work, by_year in kept.items()}


def by_unit(unit: Unit, rows: Collection[ArrearsRow], day: date) -> tuple[Part, ...]:
    """Sum arrears for the unit itself and each unit directly below with all below it."""
    below = tree(unit, day)

    def top(pk: int) -> int:
        while pk in below and below[pk].parent_pk != unit.pk:  # type: ignore[attr-defined]  # put on by tree
            pk = below[pk].parent_pk  # type: ignore[attr-defined]
        return pk

    groups: dict[int, list[ArrearsRow]] = defaultdict(list)
    for row in rows:
        groups[top(row.unit.pk)].append(row)
    order = [unit.pk, *(pk for pk, one in below.items() if one.parent_pk == unit.pk)]  # type: ignore[attr-defined]
    known = below | {unit.pk: unit}
    return tuple(_part(Text(known[pk].name, known[pk].name), groups[pk], known[pk]) for pk in order if groups.get(pk))


def by_field(rows: Collection[ArrearsRow]) -> tuple[Part, ...]:
    """Sum arrears by what the works are for."""
    found = ((field, [row for row in rows if row.work.field == field]) for field in Field)
    return tuple(_part(field.words, of_field) for field, of_field in found if of_field)


def by_age(rows: Collection[ArrearsRow], day: date) -> tuple[tuple[Text, int], ...]:
    """Sum arrears by how long they have been owed; every age, also where nothing is owed."""
    sums = dict.fromkeys((words for _, words in AGES), 0)
    for row in rows:
        for since, dong in row.layers:
            days = (day - since).days
            sums[next(words for most, words in AGES if most is None or days < most)] += dong
    return tuple(sums.items())


def by_year_and_source(rows: Collection[ArrearsRow]) -> tuple[tuple[int, Mapping[str, int]], ...]:
    """Sum what is planned to be paid, year by year, by source."""
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for year, by_source in row.plan.by_year.items():
            for source, dong in by_source.items():
                sums[year][source] += dong
    return tuple((year, dict(by_source)) for year, by_source in sorted(sums.items()))


def _row(work: Work, debt: Debt, plan: ClearingPlan, day: date) -> ArrearsRow:
    cleared = debt.between(plan.begun_on, day).covered if plan.begun_on else 0
    return ArrearsRow(work, work.unit, debt.on(day), debt.layers(day), plan, cleared)


def _part(name: Text, rows: Collection[ArrearsRow], unit: Unit | None = None) -> Part:
    return Part(name, len(rows), sum(row.amount_dong for row in rows), sum(row.gap for row in rows), unit)


def _without_zeros(by_year: Mapping[int, Mapping[str, int]]) -> dict[int, dict[str, int]]:
    kept = {year: {source: dong for source, dong in by_source.items() if dong} for year, by_source in by_year.items()}
    return {year: by_source for year, by_source in sorted(kept.items()) if by_source}
