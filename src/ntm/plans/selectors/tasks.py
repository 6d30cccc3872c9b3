from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ntm.accounts.models import Office
from ntm.core.problems import Text
from ntm.plans.models import Clause, ClauseKind, Plan, Rhythm
from ntm.plans.selectors.amended import ClauseOn, clauses_on


@dataclass(frozen=True, slots=True)
class Body:
    """An office that the plan gives a duty."""

    code: str
    name: Text

    @classmethod
    def of(cls, office: Office) -> Body:
        return cls(office.code, Text(office.name, office.name_en))


@dataclass(frozen=True, slots=True)
class Task:
    """What one clause asks, of whom, how often and with which result; ``amended`` since the plan was issued."""

    clause: Clause
    kind: Text
    summary: Text
    rhythm: Text | None
    output: Text | None
    lead: tuple[Body, ...]
    support: tuple[Body, ...]
    amended: bool
    on: ClauseOn

    @property
    def bodies(self) -> tuple[Body, ...]:
        return (*self.lead, *self.support)


def tasks(
    plan: Plan, office: str | None = None, kind: str | None = None, *, day: date | None = None
) -> tuple[Task, ...]:
    """Return the plan's clauses in its order, as amended by ``day``; only those of an office (by code) or a kind.

    Without a day: as the plan was first issued.
    """
    found = (task_of(one) for one in clauses_on(Clause.objects.filter(plan=plan), day))
    return tuple(
        one
        for one in found
        if (not office or office in {body.code for body in one.bodies}) and (not kind or one.clause.kind == kind)
    )


def bodies_with_duties(plan: Plan) -> tuple[Body, ...]:
    """Return the offices that the plan gives a duty, by name."""
    offices = Office.objects.filter(duties__clause__plan=plan).distinct().order_by("name")
    return tuple(Body.of(office) for office in offices)


def task_of(one: ClauseOn) -> Task:
    """Return a clause in words."""
    clause = one.clause
    return Task(
        clause=clause,
        kind=ClauseKind(clause.kind).words,
        summary=Text(clause.summary, clause.summary_en),
        rhythm=Rhythm(clause.rhythm).words if clause.rhythm else None,
        output=Text(clause.output, clause.output_en) if clause.output else None,
        lead=tuple(Body.of(office) for office in one.lead),
        support=tuple(Body.of(office) for office in one.support),
        amended=one.amended,
        on=one,
    )
