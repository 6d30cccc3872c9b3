"""A plan as its amendments made it: what holds on a day stands beside what was issued, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet

from ntm.accounts.models import Office
from ntm.plans.models import Amendment, Changed, Clause, Duty, Plan, PlanChange, PlannedCapital, Target

LAST = date.max  # after every amendment
Thing = TypeVar("Thing", bound=Model)


@dataclass(frozen=True, slots=True)
class ClauseOn:
    """A clause with the fields and duties that hold on a day; ``clause`` is for reading, never for saving."""

    clause: Clause
    lead: tuple[Office, ...]
    support: tuple[Office, ...]
    amended: bool


def clauses_on(clauses: QuerySet[Clause], day: date | None) -> list[ClauseOn]:
    """Return those of ``clauses`` that hold on a day, as amended by then; None: as they were first issued.

    Four queries, whatever the number of clauses.
    """
    found = list(present(clauses, day).select_related("plan__unit", "plan__office").prefetch_related("duties__office"))
    changes = changes_of(found, "clause", day)
    offices = _offices(changes)
    return [_clause(clause, changes.get(clause.pk, []), offices) for clause in found]


def targets_on(plan: Plan, day: date | None, also: Amendment | None = None) -> list[Target]:
    """Return the plan's targets as amended by a day, each with its clause; None: as first issued.

    ``also`` is an amendment that is still being written, laid over as if it held; so in the two functions below.
    """
    rows = Target.objects.filter(clause__plan=plan).select_related("clause", "added_by")
    found = list(present(rows, day, "target", also))
    _lay(found, "target", day, also)
    return found


def capital_on(plan: Plan, day: date | None, also: Amendment | None = None) -> list[PlannedCapital]:
    """Return the plan's lines of capital as amended by a day, each with its clause; None: as first issued."""
    rows = PlannedCapital.objects.filter(plan=plan).select_related("clause", "added_by")
    found = list(present(rows, day, "capital", also))
    _lay(found, "capital", day, also)
    return found


def lowest_as_issued(plan: Plan) -> dict[str, int]:
    """Return the amounts in đồng of the plan's lowest lines as first issued, by code; other lines are their sums."""
    lines = capital_on(plan, None)
    summed = {line.parent_id for line in lines}
    return {line.code: line.amount_dong for line in lines if line.pk not in summed}


def written_lines(lines: Iterable[PlannedCapital], amendment: Amendment) -> set[int]:
    """Return the ids of lines whose amount a person writes, among all lines of a plan with ``amendment`` laid over.

    Those are lines without parts, and lines whose parts all come with the amendment: it divides an amount that stood
    already. Every other line is the sum of its parts, also where new parts take the place of some that it takes out.
    """
    every = list(lines)
    stood = {line.parent_id for line in every if line.added_by_id != amendment.pk}
    gone = amendment.changes.filter(capital__isnull=False, field=Changed.DROPPED).values_list(
        "capital__parent", flat=True
    )
    return {line.pk for line in every} - stood - (set(gone) & {line.parent_id for line in every})


def present(
    things: QuerySet[Thing], day: date | None, what: str = "clause", also: Amendment | None = None
) -> QuerySet[Thing]:
    """Narrow clauses, targets or lines to those that stand in their plan on a day: brought in by then, not dropped."""
    if day is None:
        return things.filter(added_by=None)
    held = _held(day, also)
    dropped = PlanChange.objects.filter(**{f"{what}__isnull": False}, field=Changed.DROPPED, amendment__in=held)
    return things.filter(Q(added_by=None) | Q(added_by__in=held)).exclude(pk__in=dropped.values(what))


def changes_of(
    things: Sequence[Any], what: str, day: date | None, also: Amendment | None = None
) -> dict[int, list[PlanChange]]:
    """Return the changes of clauses, targets or lines that hold on a day, by id, in the order of their days."""
    found: dict[int, list[PlanChange]] = {}
    if day is None or not things:
        return found
    rows = PlanChange.objects.filter(
        **{f"{what}__in": [thing.pk for thing in things]}, amendment__in=_held(day, also)
    ).order_by(F("amendment__on").asc(nulls_last=True), "amendment", "pk")
    for row in rows:
        found.setdefault(getattr(row, f"{what}_id"), []).append(row)
    return found


def _held(day: date, also: Amendment | None) -> QuerySet[Amendment]:
    issued = Q(issued_at__isnull=False, on__lte=day)
    return Amendment.objects.filter(issued | Q(pk=also.pk) if also else issued)


def _lay(things: Collection[Any], what: str, day: date | None, also: Amendment | None) -> None:
    changes = changes_of(list(things), what, day, also)
    for thing in things:
        _apply(thing, changes.get(thing.pk, []))


def _offices(changes: Mapping[int, Iterable[PlanChange]]) -> dict[str, Office]:
    """Return the offices that changed duties name, by code; asked only where some duty was changed."""
    codes = {
        code
        for rows in changes.values()
        for row in rows
        if row.field in {Changed.LEAD, Changed.SUPPORT}
        for code in row.new or ()
    }
    return {office.code: office for office in Office.objects.filter(code__in=codes)} if codes else {}


def _clause(clause: Clause, changes: Sequence[PlanChange], offices: Mapping[str, Office]) -> ClauseOn:
    duties = list(clause.duties.all())
    bodies = {
        Changed.LEAD: tuple(duty.office for duty in duties if duty.part == Duty.Part.LEAD),
        Changed.SUPPORT: tuple(duty.office for duty in duties if duty.part == Duty.Part.SUPPORT),
    }
    for change in changes:
        if change.field in bodies:
            bodies[Changed(change.field)] = tuple(offices[code] for code in change.new or () if code in offices)
    _apply(clause, [change for change in changes if change.field not in bodies])
    return ClauseOn(clause, bodies[Changed.LEAD], bodies[Changed.SUPPORT], amended=bool(changes))


def _read(field: str, value: Any) -> Any:
    """Return a stored value as the row keeps it."""
    if field == Changed.DUE_ON:
        return date.fromisoformat(value) if value else None
    return value if field in {Changed.AT_LEAST, Changed.AMOUNT} else value or ""


_IN_BOTH_LANGUAGES = {Changed.SUMMARY, Changed.OUTPUT, Changed.NAME}


def _apply(thing: Any, changes: Iterable[PlanChange]) -> None:
    """Set what changes say on a row in memory; a text typed in one language stands for both."""
    for change in changes:
        if change.field in {Changed.ADDED, Changed.DROPPED}:
            continue
        value = _read(change.field, change.new)
        setattr(thing, change.field, value)
        if change.field in _IN_BOTH_LANGUAGES:
            setattr(thing, f"{change.field}_en", value)
