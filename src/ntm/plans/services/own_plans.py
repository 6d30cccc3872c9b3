"""A unit's or an office's own plan: begun, written clause by clause, issued; each clause serves one above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from ntm.accounts.models import Office
from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.core.problems import Text
from ntm.plans.bodies import Doer
from ntm.plans.models import Clause, Duty, Plan, PlanState
from ntm.plans.problems import ClauseInUse, NotAbove, NothingPlanned, PlanExists, PlanIsIssued, ReferenceTaken
from ntm.plans.selectors.plans import clauses_above

ON_A_PAGE = "nhập trên trang kế hoạch"  # the source of a plan that nobody read from a document


@dataclass(frozen=True, slots=True)
class PlanHead:
    """The head of a plan as an office types it, in Vietnamese; number and day may follow when it is issued."""

    title: str
    issuer: str
    signed_by: str
    number: str = ""
    issued_on: date | None = None

    def columns(self) -> dict[str, Any]:
        """Return the fields of a Plan; one language stands for both."""
        return {**asdict(self), "title_en": self.title, "issuer_en": self.issuer}


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """What a clause asks, in Vietnamese; ``lead`` and ``support`` are codes of offices, None: left as they are."""

    summary: str
    output: str = ""
    due_on: date | None = None
    rhythm: str = ""
    responsible: str = ""
    lead: Sequence[str] | None = field(default=None)
    support: Sequence[str] | None = field(default=None)

    def columns(self) -> dict[str, Any]:
        """Return the fields of a Clause; one language stands for both."""
        return {
            "summary": self.summary,
            "summary_en": self.summary,
            "output": self.output,
            "output_en": self.output,
            "due_on": self.due_on,
            "rhythm": self.rhythm,
            "responsible": self.responsible,
        }

    def duties(self) -> Mapping[str, Sequence[str]]:
        """Return the codes of offices by part, for those parts that are told."""
        told = {Duty.Part.LEAD: self.lead, Duty.Part.SUPPORT: self.support}
        return {part: codes for part, codes in told.items() if codes is not None}


@transaction.atomic
def begin_plan(
    unit: Unit,
    year: int,
    head: PlanHead,
    *,
    by: str,
    at: datetime,
    office: Office | None = None,
    is_sample: bool = False,
) -> Plan:
    """Begin the plan of a unit, or of an office of it, as a draft; raise PlanExists when there is one."""
    owner = Doer(office=office) if office else Doer(unit=unit)
    if Plan.objects.filter(unit=unit, office=office, year=year).exists():
        raise PlanExists(owner.name, year)
    plan = Plan(unit=unit, office=office, year=year, state=PlanState.DRAFT, source=ON_A_PAGE, is_sample=is_sample)
    for name, value in head.columns().items():
        setattr(plan, name, value)
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError as twice:
        raise PlanExists(owner.name, year) from twice
    record("plans.plan_begun", subject=plan.title, by=by, at=at, detail={"owner": owner.name.vi, "year": year})
    return plan


@transaction.atomic
def change_head(plan: Plan, head: PlanHead, *, by: str, at: datetime) -> Plan:
    """Change the head of a draft; raise PlanIsIssued otherwise."""
    plan = _draft(plan)
    for name, value in head.columns().items():
        setattr(plan, name, value)
    plan.save(update_fields=list(head.columns()))
    record("plans.head_changed", subject=plan.title, by=by, at=at, detail={"number": head.number})
    return plan


@transaction.atomic
def issue_plan(plan: Plan, number: str, on: date, *, by: str, at: datetime) -> Plan:
    """Issue a draft with its number and day; raise NothingPlanned or PlanIsIssued."""
    plan = _draft(plan)
    if not Clause.objects.filter(plan=plan).exists():
        raise NothingPlanned
    plan.state, plan.number, plan.issued_on = PlanState.ISSUED, number, on
    plan.save(update_fields=["state", "number", "issued_on"])
    record("plans.plan_issued", subject=plan.title, by=by, at=at, detail={"number": number, "on": str(on)})
    return plan


@transaction.atomic
def discard_plan(plan: Plan, *, by: str, at: datetime) -> None:
    """Delete a draft with its clauses; raise PlanIsIssued otherwise."""
    plan = _draft(plan)
    Duty.objects.filter(clause__plan=plan).delete()
    count = Clause.objects.filter(plan=plan).delete()[0]
    title = plan.title
    plan.delete()
    record("plans.plan_discarded", subject=title, by=by, at=at, detail={"clauses": count})


@transaction.atomic
def add_clause(
    plan: Plan, reference: str, kind: str, words: ClauseWords, *, by: str, at: datetime, serves: Clause | None = None
) -> Clause:
    """Add a clause to a draft; raise PlanIsIssued, ReferenceTaken or NotAbove."""
    plan = _draft(plan)
    clause = new_clause(plan, reference, kind, words, serves)
    record("plans.clause_added", subject=f"{plan.title} – {reference}", by=by, at=at, detail=_told(clause))
    return clause


@transaction.atomic
def rewrite_clause(clause: Clause, words: ClauseWords, *, by: str, at: datetime) -> Clause:
    """Rewrite a clause of a draft; raise PlanIsIssued otherwise."""
    plan = _draft(clause.plan)
    clause = Clause.objects.select_for_update().get(pk=clause.pk)
    for name, value in words.columns().items():
        setattr(clause, name, value)
    clause.save(update_fields=list(words.columns()))
    set_duties(clause, words)
    record("plans.clause_changed", subject=f"{plan.title} – {clause.reference}", by=by, at=at, detail=_told(clause))
    return clause


@transaction.atomic
def delete_clause(clause: Clause, *, by: str, at: datetime) -> None:
    """Delete a clause of a draft; raise PlanIsIssued otherwise."""
    plan = _draft(clause.plan)
    if clause.served_by.exists():
        raise ClauseInUse(clause.reference, Text("kế hoạch khác gắn với điểm này", "other plans serve it"))
    clause.duties.all().delete()
    clause.delete()
    record("plans.clause_deleted", subject=f"{plan.title} – {clause.reference}", by=by, at=at)


@transaction.atomic
def link_clause(clause: Clause, above: Clause | None, *, by: str, at: datetime) -> Clause:
    """Say which clause above a clause serves, or none; the plan's words stay as they are. Raises NotAbove."""
    clause = Clause.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=clause.pk)
    _check_above(clause.plan, above)
    before = clause.serves.reference if clause.serves else ""
    clause.serves = above
    clause.save(update_fields=["serves"])
    detail = {"serves": f"{above.plan.title} – {above.reference}" if above else "", "before": before}
    record("plans.clause_linked", subject=f"{clause.plan.title} – {clause.reference}", by=by, at=at, detail=detail)
    return clause


def new_clause(plan: Plan, reference: str, kind: str, words: ClauseWords, serves: Clause | None) -> Clause:
    """Save a clause at the end of a plan; raise ReferenceTaken or NotAbove. For services of this app."""
    _check_above(plan, serves)
    if Clause.objects.filter(plan=plan, reference=reference).exists():
        raise ReferenceTaken(reference)
    last = Clause.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    clause = Clause.objects.create(
        plan=plan, reference=reference, position=last + 1, kind=kind, serves=serves, **words.columns()
    )
    set_duties(clause, words)
    return clause


def set_duties(clause: Clause, words: ClauseWords) -> None:
    """Give a clause the duties that its words tell; an office that leads does not support as well."""
    told = words.duties()
    if not told:
        return
    parts = {code: part for part in (Duty.Part.SUPPORT, Duty.Part.LEAD) for code in told.get(part, ())}
    Duty.objects.filter(clause=clause, part__in=told).delete()
    Duty.objects.filter(clause=clause, office__code__in=parts).delete()
    offices = Office.objects.filter(code__in=parts)
    Duty.objects.bulk_create(Duty(clause=clause, office=office, part=parts[office.code]) for office in offices)


def _draft(plan: Plan) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("unit", "office").get(pk=plan.pk)
    if not plan.is_draft:
        raise PlanIsIssued
    return plan


def _check_above(plan: Plan, above: Clause | None) -> None:
    """Raise NotAbove unless ``above`` stands in an issued plan above, on some day of the plan's year."""
    if above is None:
        return
    day = date(plan.year, 12, 31) if plan.unit.exists_on(date(plan.year, 12, 31)) else plan.unit.valid_until
    if not clauses_above(plan, day or plan.unit.valid_from).filter(pk=above.pk).exists():
        raise NotAbove


def _told(clause: Clause) -> dict[str, object]:
    return {
        "summary": clause.summary,
        "due_on": str(clause.due_on or ""),
        "rhythm": clause.rhythm,
        "responsible": clause.responsible,
        "serves": clause.serves.reference if clause.serves else "",
    }
