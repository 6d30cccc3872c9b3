from __future__ import annotations

from dataclasses import dataclass

from ntm.accounts.models import Office
from ntm.core.problems import Text
from ntm.plans.models import Clause, ClauseKind, Duty, Plan, Rhythm


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
    """What one clause asks, of whom, how often and with which result."""

    clause: Clause
    kind: Text
    summary: Text
    rhythm: Text | None
    output: Text | None
    lead: tuple[Body, ...]
    support: tuple[Body, ...]


def tasks(plan: Plan, office: str | None = None, kind: str | None = None) -> tuple[Task, ...]:
    """Return the plan's clauses in its order; only those of an office (by code) or a kind where asked."""
    clauses = Clause.objects.filter(plan=plan).prefetch_related("duties__office")
    if office:
        clauses = clauses.filter(duties__office__code=office)
    if kind:
        clauses = clauses.filter(kind=kind)
    return tuple(_task(clause) for clause in clauses)


def bodies_with_duties(plan: Plan) -> tuple[Body, ...]:
    """Return the offices that the plan gives a duty, by name."""
    offices = Office.objects.filter(duties__clause__plan=plan).distinct().order_by("name")
    return tuple(Body.of(office) for office in offices)


def _task(clause: Clause) -> Task:
    duties = list(clause.duties.all())
    return Task(
        clause=clause,
        kind=ClauseKind(clause.kind).words,
        summary=Text(clause.summary, clause.summary_en),
        rhythm=Rhythm(clause.rhythm).words if clause.rhythm else None,
        output=Text(clause.output, clause.output_en) if clause.output else None,
        lead=tuple(Body.of(duty.office) for duty in duties if duty.part == Duty.Part.LEAD),
        support=tuple(Body.of(duty.office) for duty in duties if duty.part == Duty.Part.SUPPORT),
    )
