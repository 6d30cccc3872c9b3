"""The planner's question, put together from what the product knows on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Kind, Tier, Unit
from ntm.areas.selectors import tree
from ntm.assessments.models import Solution, Standing
from ntm.core.optimiser import Ceiling, Instance, Need, Target, Wish, Work
from ntm.core.periods import Quarter
from ntm.core.rulebook import CriteriaSet
from ntm.criteria.selectors import rulebook
from ntm.finance.models import Field, Serves, State
from ntm.finance.models import Work as LedgerWork
from ntm.finance.selectors.capital import unassigned
from ntm.finance.selectors.homes import at_home, heirs_on, with_predecessors
from ntm.finance.selectors.works import WorkRow, work_rows
from ntm.plans.asking import (
    BY_AREA,
    LEDGER,
    OWN,
    SOLUTIONS,
    WORKS,
    Asking,
    Cap,
    capital_source_of,
    kind_of,
    leaves_in,
)
from ntm.plans.models import Plan, Registration
from ntm.plans.selectors import targets_with_progress
from ntm.recognition.selectors import known_levels


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands behind the code of a work: a solution of a unit, or a work of the ledger."""

    kind: str  # SOLUTIONS or WORKS
    pk: int
    unit: str  # code


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as a question knows it."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the planner, with the things behind its codes.

    ``without_cost`` are (unit, code of the indicator) that are not met and for which no solution or work states a
    cost: no choice of works can meet them, so their units are out of reach until somebody writes one. ``funded``
    counts needs that works with all their capital will meet.
    """

    instance: Instance
    units: Mapping[str, Place]
    subjects: Mapping[str, Subject]
    without_cost: tuple[tuple[str, str], ...]
    funded: int
    rests_on_sample: bool


@dataclass(frozen=True, slots=True)
class _Land:
    """The plan's unit and everything below on a day; ``area`` is the unit directly below that a unit lies in."""

    plan: Plan
    below: Mapping[int, Unit]
    area: Mapping[int, str]

    @property
    def units(self) -> dict[int, Unit]:
        """Return the plan's own unit, with which works of a tier that ended lie, and everything below it."""
        return {self.plan.unit_id: self.plan.unit, **self.below}

    def area_of(self, unit: Unit) -> str:
        """Return the code of the area of a unit; for the plan's own unit, that unit itself."""
        return self.area.get(unit.pk, unit.code)


def land_of(plan: Plan, day: date) -> _Land:
    """Look the plan's units up on a day."""
    below = tree(plan.unit, day)
    area: dict[int, str] = {}
    for unit in below.values():  # from the top down
        above = getattr(unit, "parent_pk", 0)
        area[unit.pk] = area.get(above, unit.code)
    return _Land(plan, below, area)


def question_of(plan: Plan, day: date, asking: Asking) -> Question:
    """Ask for the years: units registered or not yet recognised, what would lift them, and the ceilings."""
    land = land_of(plan, day)
    period = Quarter.last_closed_on(day)
    wanted = _wanted(land, day)
    standings = _standings(wanted, period)
    ledger = _ledger(land, day) if WORKS in asking.groups else []
    solutions = _solutions(land, {unit.pk for unit, _, _ in wanted}) if SOLUTIONS in asking.groups else {}
    lifting = set(solutions) | {need for row in ledger for need in row.needs}
    funded = {need for row in ledger if not row.remaining for need in row.needs}
    wishes: list[Wish] = []
    needs: set[Need] = set()
    missing: list[tuple[str, str]] = []
    sample = False
    for unit, level, criteria_set in wanted:
        standing = standings.get((unit.pk, criteria_set.id))
        if standing is None or not standing.unmet:
            continue
        unmet = {(unit.code, measure): code for code in standing.unmet for measure in _measures(criteria_set, code)}
        sample = sample or standing.rests_on_sample
        without = [(unit.code, code) for need, code in unmet.items() if need not in lifting]
        missing += without
        needs |= unmet.keys()
        if not without:
            asked = frozenset(unmet.keys() - funded)
            wishes += [Wish(unit.code, level, year, asked, 1, plan.unit.code) for year in asking.years]
    makers = _Makers(land, asking)
    pairs = [*_of_solutions(solutions, needs - funded, makers), *_of_ledger(ledger, needs - funded, makers)]
    instance = Instance(
        asking.years,
        tuple(work for work, _ in pairs),
        tuple(wishes),
        tuple(_ceilings(asking)),
        _targets(land, day),
    )
    chosen_sample = any(row.row.work.is_sample for row in ledger if f"w{row.row.work.pk}" in {w.code for w, _ in pairs})
    return Question(
        instance,
        {unit.code: Place(unit.pk, unit.name) for unit in land.units.values()},
        {work.code: subject for work, subject in pairs},
        tuple(dict.fromkeys(missing)),
        len(needs & funded),
        sample or chosen_sample,
    )


def ledger_caps(plan: Plan, day: date, years: Iterable[int], level: str) -> tuple[Cap, ...]:
    """Return as ceilings what the ledger has expected or allocated by a day and not assigned: as a whole, or by area.

    By area, what the plan's own unit holds may be used by any of them, and is a ceiling without an area.
    """
    land = land_of(plan, day)
    found: dict[tuple[str, str, int], int] = defaultdict(int)
    for year in years:
        for (unit, source), dong in unassigned([plan.unit.pk, *land.below], day, year).items():
            area = land.area.get(unit, "") if level == BY_AREA else ""
            if dong and capital_source_of(source):
                found[source, area, year] += dong
    return tuple(Cap(*key, dong) for key, dong in sorted(found.items()))


@dataclass(frozen=True, slots=True)
class _Ledgered:
    """A work of the ledger with what is left to pay and the needs it would meet."""

    row: WorkRow
    needs: frozenset[Need]

    @property
    def remaining(self) -> int:
        return max(0, self.row.approved_dong - self.row.funded)


class _Makers:
    """Makes works of the question from what stands behind them."""

    def __init__(self, land: _Land, asking: Asking) -> None:
        self.land, self.asking = land, asking
        leaves = {leaf.code for year in asking.years for leaf in leaves_in(year)}
        own = {f"{leaf}/{OWN}" for leaf in leaves} if asking.level == BY_AREA else set()
        self._sources: dict[tuple[str, str], frozenset[str]] = {}
        for group in (SOLUTIONS, WORKS):
            allowed = {*asking.kinds.get(group, ()), ""}
            for source in LEDGER:
                held = {leaf for leaf in leaves if capital_source_of(leaf) == source and kind_of(leaf) in allowed}
                self._sources[group, source] = frozenset(held | {one for one in own if one.rpartition("/")[0] in held})
        self._shares = {group: [one for one in asking.shares if one.group == group] for group in (SOLUTIONS, WORKS)}

    def work(
        self,
        group: str,
        code: str,
        *,
        name: str,
        unit: Unit,
        lifts: frozenset[Need],
        cost: int,
        sources: Iterable[str],
        essential: bool,
    ) -> Work:
        """Make a work; a source that must bear a share may pay, whether or not the unit thought of it."""
        named = set(sources) | {share.source for share in self._shares[group] if share.least}
        eligible = frozenset().union(*(self._sources[group, source] for source in sorted(named)))
        least: dict[str, int] = {}
        most: dict[str, int] = {}
        for share in self._shares[group]:
            for key in LEDGER[share.source][:1] if share.source in named else ():
                if share.least:
                    least[key] = share.least
                if share.most < 100:
                    most[key] = share.most
        pinned = self.asking.pins.get(code, "")
        return Work(
            code,
            name,
            lifts,
            cost,
            eligible,
            self.land.area_of(unit),
            self.land.plan.unit.code,
            at_least=least,
            at_most=most,
            essential=essential,
            pinned=pinned,
        )


def _of_solutions(
    found: Mapping[Need, Sequence[Solution]], needs: set[Need], makers: _Makers
) -> Iterator[tuple[Work, Subject]]:
    for need, solutions in found.items():
        for solution in solutions if need in needs else ():
            costs = {str(cost.source): cost.amount_dong for cost in solution.costs.all() if cost.amount_dong}
            code = f"s{solution.pk}"
            unit = makers.land.below[solution.unit_id]
            work = makers.work(
                SOLUTIONS,
                code,
                name=solution.what,
                unit=unit,
                lifts=frozenset({need}),
                cost=sum(costs.values()),
                sources=costs,
                essential=False,
            )
            yield work, Subject(SOLUTIONS, solution.pk, unit.code)


def _of_ledger(ledger: Sequence[_Ledgered], needs: set[Need], makers: _Makers) -> Iterator[tuple[Work, Subject]]:
    for one in ledger:
        lifts = one.needs & needs
        if one.remaining and lifts:
            unit = one.row.unit
            work = makers.work(
                WORKS,
                f"w{one.row.work.pk}",
                name=one.row.work.name,
                unit=unit,
                lifts=frozenset(lifts),
                cost=one.remaining,
                sources=LEDGER,
                essential=one.row.work.field != Field.OTHER,
            )
            yield work, Subject(WORKS, one.row.work.pk, unit.code)


def _ceilings(asking: Asking) -> Iterator[Ceiling]:
    """Turn what a person states into ceilings; money carried over makes one of the years so far together."""
    stated: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for cap in asking.caps:
        stated[cap.source, cap.area][cap.year] = cap.dong
    first = min(asking.years)
    for (source, area), by_year in sorted(stated.items()):
        code = f"{source}/{OWN}" if area else source
        kept = 0
        for year in sorted(asking.years):
            dong = by_year.get(year, 0)
            kept += dong
            if asking.carry and year > first:
                yield Ceiling(code, area, year, kept, since=first)
            elif year in by_year:
                yield Ceiling(code, area, year, dong)


def _wanted(land: _Land, day: date) -> list[tuple[Unit, str, CriteriaSet]]:
    """Return units with the level that each is to reach: the registered ones, and every xã not known as recognised."""
    day_of_law = Quarter.last_closed_on(day).ends_on
    communes = [unit for unit in land.below.values() if unit.kind == Kind.COMMUNE]
    wanted = {
        (row.unit_id, row.level)
        for row in Registration.objects.standing().filter(plan=land.plan, unit__in=[unit.pk for unit in communes])
    }
    wanted |= {(unit.pk, "ntm") for unit in known_levels(communes, day).unknown}
    found = []
    for unit_id, level in sorted(wanted):
        criteria_set = rulebook().in_force("commune", level, day_of_law)
        if criteria_set is not None:
            found.append((land.below[unit_id], level, criteria_set))
    return found


def _standings(wished: Sequence[tuple[Unit, str, CriteriaSet]], period: Quarter) -> dict[tuple[int, str], Standing]:
    rows = Standing.objects.filter(period=period.code, unit__in={unit.pk for unit, _, _ in wished})
    return {(row.unit_id, row.criteria_set): row for row in rows}


def _measures(criteria_set: CriteriaSet, code: str) -> list[str]:
    indicator = criteria_set.indicator(code)
    return [part.measure for part in indicator.parts] or [indicator.measure]


def _solutions(land: _Land, units: Collection[int]) -> dict[Need, list[Solution]]:
    """Return the solutions with a cost by (unit, measure); one that is done costs nothing more and is left out."""
    found: dict[Need, list[Solution]] = defaultdict(list)
    rows = Solution.objects.filter(dropped_at=None, progress__lt=100, unit__in=list(units))
    for solution in rows.prefetch_related("costs").order_by("pk"):
        if sum(cost.amount_dong for cost in solution.costs.all()):
            found[land.below[solution.unit_id].code, solution.measure].append(solution)
    return found


def _ledger(land: _Land, day: date) -> list[_Ledgered]:
    """Return the works of the ledger that are not finished, with the measures of every unit that they serve.

    A work of a unit that became part of another lies with that one and lifts it, as on the pages of works.
    """
    heirs = heirs_on(day)
    lying = LedgerWork.objects.filter(unit__in=with_predecessors(land.units, heirs)).select_related("unit")
    rows = work_rows(at_home(lying, heirs), day)
    works = [row.work.pk for row in rows]
    units: dict[int, set[str]] = defaultdict(set)
    for work, served in LedgerWork.units.through.objects.filter(work__in=works).values_list("work_id", "unit_id"):
        unit = land.below.get(heirs[served].pk if served in heirs else served)
        if unit is not None:
            units[work].add(unit.code)
    measures: dict[int, list[str]] = defaultdict(list)
    for work, measure in Serves.objects.filter(work__in=works).values_list("work_id", "measure"):
        measures[work].append(measure)
    return [
        _Ledgered(row, frozenset((unit, measure) for unit in units[row.work.pk] for measure in measures[row.work.pk]))
        for row in rows
        if not row.stage.is_whole and row.stage is not State.STOPPED
    ]


def _targets(land: _Land, day: date) -> tuple[Target, ...]:
    """Return what the plan's targets for communes still miss when every ready unit is recognised."""
    return tuple(
        Target(one.target.level, one.short, land.plan.year, land.plan.unit.code)
        for one in targets_with_progress(land.plan, day, land.below)
        if one.target.tier == Tier.COMMUNE and one.short
    )
