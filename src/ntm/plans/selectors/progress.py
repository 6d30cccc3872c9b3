"""How far the tasks of a plan have come, as those who carry them out tell it; and what they owe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ntm.core.periods import Quarter
from ntm.plans.bodies import Doer, Roll
from ntm.plans.models import Clause, ClauseKind, Plan, Rhythm, TaskRecord, TaskState
from ntm.plans.selectors.amended import ClauseOn


@dataclass(frozen=True, slots=True)
class Owed:
    """A record that somebody has to give: of a quarter, or that the clause is done by its day."""

    clause: Clause
    doer: Doer
    due_on: date
    period: Quarter | None = None


@dataclass(frozen=True, slots=True)
class QuarterTold:
    """One quarter of a clause that asks for a record each quarter; ``record`` None: nobody told yet."""

    period: Quarter
    record: TaskRecord | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What one body told of a clause; ``record`` is its newest, None where it told nothing."""

    doer: Doer
    leads: bool
    record: TaskRecord | None
    quarters: tuple[QuarterTold, ...]
    overdue: bool  # a quarter is missing, or the due day is over and the task is not done


@dataclass(frozen=True, slots=True)
class ClauseProgress:
    """How far a clause has come on a day, body by body; those who lead it answer for it."""

    on: ClauseOn
    told: tuple[Told, ...]
    owed: tuple[Owed, ...]

    @property
    def leads(self) -> tuple[Told, ...]:
        return tuple(one for one in self.told if one.leads)

    @property
    def answered(self) -> int:
        """How many of those who lead have told something."""
        return sum(one.record is not None for one in self.leads)

    @property
    def done(self) -> int:
        return sum(one.record is not None and one.record.state == TaskState.DONE for one in self.leads)

    @property
    def overdue(self) -> int:
        """How many of those who lead owe a record whose day is over."""
        return sum(one.overdue for one in self.leads)

    @property
    def is_told_of(self) -> bool:
        """Whether there is anything to tell: a purpose or a target that nobody has told of is no open task."""
        asks = self.on.clause.kind in {ClauseKind.TASK, ClauseKind.ORGANISATION} and bool(self.leads)
        return asks or any(one.record for one in self.told)

    @property
    def only(self) -> Told | None:
        """The one body that leads; None where several do."""
        return self.leads[0] if len(self.leads) == 1 else None

    @property
    def rests_on_sample(self) -> bool:
        return any(one.record is not None and one.record.is_sample for one in self.told)


def owner_of(plan: Plan) -> Doer:
    """Return whose plan it is."""
    return Doer(office=plan.office) if plan.office else Doer(unit=plan.unit)


def doers_of(one: ClauseOn, roll: Roll) -> tuple[tuple[Doer, bool], ...]:
    """Return who carries a clause out, each with whether they lead; the plan's owner where it names nobody."""
    if not one.lead and not one.support:
        return ((owner_of(one.clause.plan), True),)
    leads = {doer.key: doer for doer in roll.all_behind(one.lead)}
    supports = {doer.key: doer for doer in roll.all_behind(one.support) if doer.key not in leads}
    return (*((doer, True) for doer in leads.values()), *((doer, False) for doer in supports.values()))


def progress_of(clauses: Sequence[ClauseOn], roll: Roll, day: date) -> dict[int, ClauseProgress]:
    """Return the progress of clauses by id, from the records given for days up to ``day``; one query."""
    rows = TaskRecord.objects.filter(clause__in=[one.clause.pk for one in clauses], on__lte=day).order_by("on", "pk")
    records: dict[tuple[int, str], list[TaskRecord]] = {}
    for row in rows:
        records.setdefault((row.clause_id, doer_key(row)), []).append(row)
    return {one.clause.pk: _progress(one, roll, records, day) for one in clauses}


def doer_key(record: TaskRecord) -> str:
    """Return the key of the Doer that gave a record, without asking for its row."""
    return f"office-{record.office_id}" if record.office_id else f"unit-{record.unit_id}"


def quarters_asked(clause: Clause, day: date) -> tuple[Quarter, ...]:
    """Return the quarters of the plan's year that have begun by a day and of which a clause asks a record."""
    if clause.rhythm != Rhythm.QUARTERLY:
        return ()
    plan = clause.plan
    every = (Quarter(plan.year, number) for number in (1, 2, 3, 4))
    return tuple(one for one in every if one.ends_on >= plan.first_day and one.starts_on <= day)


def _progress(
    one: ClauseOn, roll: Roll, records: Mapping[tuple[int, str], Sequence[TaskRecord]], day: date
) -> ClauseProgress:
    told, owed = [], []
    for doer, leads in doers_of(one, roll):
        own = records.get((one.clause.pk, doer.key), [])
        debts = list(_owed(one.clause, doer, own, day)) if leads else []
        quarters = _quarters(one.clause, own, day) if leads else ()
        told.append(Told(doer, leads, own[-1] if own else None, quarters, any(debt.due_on < day for debt in debts)))
        owed += debts
    return ClauseProgress(one, tuple(told), tuple(owed))


def _quarters(clause: Clause, own: Sequence[TaskRecord], day: date) -> tuple[QuarterTold, ...]:
    newest = {record.period: record for record in own}
    return tuple(
        QuarterTold(one, newest.get(one.code), one.code not in newest and one.ends_on < day)
        for one in quarters_asked(clause, day)
    )


def _owed(clause: Clause, doer: Doer, own: Sequence[TaskRecord], day: date) -> Iterable[Owed]:
    told = {record.period for record in own}
    for quarter in quarters_asked(clause, day):
        if quarter.code not in told:
            yield Owed(clause, doer, quarter.ends_on, quarter)
    done = bool(own) and own[-1].state == TaskState.DONE
    if clause.due_on and not done:
        yield Owed(clause, doer, clause.due_on)
