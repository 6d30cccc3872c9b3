"""The cascade: who is expected to plan for each clause, and whose plan serves it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ntm.areas.models import Unit
from ntm.plans.bodies import Doer, Roll
from ntm.plans.models import Clause, Plan, PlanState
from ntm.plans.selectors.amended import ClauseOn, clauses_on, present
from ntm.plans.selectors.progress import doers_of, owner_of
from ntm.plans.selectors.tasks import Task, task_of

_DEEPEST = 3  # province → district → commune; an office may stand between


@dataclass(frozen=True, slots=True)
class Serving:
    """A clause of a plan below that serves a clause above, itself or by the plan in between."""

    doer: Doer
    clause: Clause


@dataclass(frozen=True, slots=True)
class ClauseCoverage:
    """Who is expected to plan for a clause, who does, and who does not yet.

    ``others`` serve it without being named by it.
    """

    task: Task
    serving: tuple[Serving, ...]
    missing: tuple[Doer, ...]
    others: tuple[Serving, ...]

    @property
    def served(self) -> int:
        """How many of the expected have a plan that serves the clause."""
        return len({one.doer.key for one in self.serving})

    @property
    def expected(self) -> int:
        return self.served + len(self.missing)


@dataclass(frozen=True, slots=True)
class BodyCoverage:
    """One body: its plan of the year if it has one, and how many of the clauses that name it the plan serves."""

    doer: Doer
    plan: Plan | None
    named: int
    served: int

    @property
    def has_issued(self) -> bool:
        return self.plan is not None and self.plan.state == PlanState.ISSUED


@dataclass(frozen=True, slots=True)
class Coverage:
    clauses: tuple[ClauseCoverage, ...]
    bodies: tuple[BodyCoverage, ...]

    @property
    def with_plan(self) -> int:
        return sum(one.has_issued for one in self.bodies)

    @property
    def rests_on_sample(self) -> bool:
        return any(one.plan is not None and one.plan.is_sample for one in self.bodies)


def coverage_of(plan: Plan, below: Sequence[Unit], day: date) -> Coverage:
    """Return the coverage of each clause of a plan, and of each body that it names, on a day.

    ``below`` are the units below the plan's on that day. About a dozen queries, whatever their number.
    """
    roll = Roll(below, day)
    found = clauses_on(Clause.objects.filter(plan=plan), day)
    serving = serving_by_clause(plan, [one.clause.pk for one in found], below, day)
    clauses = tuple(_clause(one, serving.get(one.clause.pk, []), roll) for one in found)
    return Coverage(clauses, tuple(_bodies(plan, found, clauses, roll, below)))


def clause_coverage(one: ClauseOn, below: Sequence[Unit], day: date) -> ClauseCoverage:
    """Return the coverage of one clause on a day."""
    serving = serving_by_clause(one.clause.plan, [one.clause.pk], below, day)
    return _clause(one, serving.get(one.clause.pk, []), Roll(below, day))


def serving_by_clause(plan: Plan, clauses: Iterable[int], below: Sequence[Unit], day: date) -> dict[int, list[Serving]]:
    """Return what serves each clause (by id) in plans that were issued by the day, over all steps of the cascade."""
    root = {pk: pk for pk in clauses}
    found: dict[int, list[Serving]] = {}
    units = [plan.unit_id, *(unit.pk for unit in below)]
    issued = Plan.objects.issued().filter(Q(issued_on=None) | Q(issued_on__lte=day), unit__in=units, year=plan.year)
    above = list(root)
    for _ in range(_DEEPEST):
        rows = present(Clause.objects.filter(serves__in=above, plan__in=issued), day)
        above = []
        for row in rows.select_related("plan__unit", "plan__office").order_by("plan__unit__sort_name", "position"):
            root[row.pk] = root[row.serves_id or 0]
            found.setdefault(root[row.pk], []).append(Serving(owner_of(row.plan), row))
            above.append(row.pk)
        if not above:
            break
    return found


def _expected(one: ClauseOn, roll: Roll) -> tuple[Doer, ...]:
    """Return who is to plan for a clause: whom it names; nobody where it names nobody."""
    if not one.lead and not one.support:
        return ()
    return tuple(doer for doer, _ in doers_of(one, roll))


def _clause(one: ClauseOn, serving: Sequence[Serving], roll: Roll) -> ClauseCoverage:
    expected = _expected(one, roll)
    keys = {doer.key for doer in expected}
    have = {each.doer.key for each in serving}
    return ClauseCoverage(
        task=task_of(one),
        serving=tuple(each for each in serving if each.doer.key in keys),
        missing=tuple(doer for doer in expected if doer.key not in have),
        others=tuple(each for each in serving if each.doer.key not in keys),
    )


def _bodies(
    plan: Plan, found: Sequence[ClauseOn], clauses: Sequence[ClauseCoverage], roll: Roll, below: Sequence[Unit]
) -> Iterable[BodyCoverage]:
    doers: dict[str, Doer] = {}
    named: dict[str, int] = {}
    for one in found:
        for doer in _expected(one, roll):
            doers[doer.key] = doer
            named[doer.key] = named.get(doer.key, 0) + 1
    served: dict[str, int] = {}
    for clause in clauses:
        for key in {one.doer.key for one in clause.serving}:
            served[key] = served.get(key, 0) + 1
    units = [plan.unit_id, *(unit.pk for unit in below)]
    rows = Plan.objects.filter(year=plan.year, unit__in=units).exclude(pk=plan.pk).select_related("unit", "office")
    plans = {owner_of(row).key: row for row in rows}
    for key, doer in doers.items():
        yield BodyCoverage(doer, plans.get(key), named[key], served.get(key, 0))
