"""Amending an issued plan: begun, taken back in part, issued, discarded. The plan as issued is never written to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from ntm.audit.services import record
from ntm.core.problems import Fault, Text
from ntm.plans.amendment_problems import AmendmentNotReady
from ntm.plans.models import Amendment, Changed, Clause, Plan, PlanChange, PlannedCapital, Target
from ntm.plans.problems import AmendmentIsOpen, NothingChanged, NotOneToWrite, PlanIsDraft, WrongDay
from ntm.plans.selectors.amended import LAST, capital_on, written_lines
from ntm.plans.services.amended_capital import faults_in_capital, keep_line, sum_up
from ntm.plans.services.noting import being_written, forget_clause, forget_lines, forget_target, holds


@transaction.atomic
def begin_amendment(
    plan: Plan, *, reason: str, decision: str, by: str, at: datetime, is_sample: bool = False
) -> Amendment:
    """Begin an amendment of an issued plan; raise PlanIsDraft, or AmendmentIsOpen when one is being written."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.is_draft:
        raise PlanIsDraft
    if plan.amendments.open().exists():
        raise AmendmentIsOpen
    made = Amendment.objects.create(
        plan=plan, reason=reason, decision=decision, made_by=by, made_at=at, is_sample=is_sample
    )
    record("plans.amendment_begun", subject=plan.title, by=by, at=at, detail={"reason": reason, "decision": decision})
    return made


@transaction.atomic
def withdraw_change(change: PlanChange, *, by: str, at: datetime) -> None:
    """Take a change out of an amendment that is being written; the sums of capital follow.

    Raises NotOneToWrite for a line that is the sum of its parts, LineAboveIsOut or LineStands for one that cannot
    come back.
    """
    amendment = being_written(change.amendment)
    if change.field == Changed.ADDED:
        _forget(amendment, change)
    elif change.capital and change.field == Changed.DROPPED:
        keep_line(amendment, change)
    elif change.capital and change.capital_id not in _written(amendment):
        raise NotOneToWrite(change.capital.name)
    else:
        amendment.changes.filter(pk=change.pk).delete()
    if change.capital_id or change.field == Changed.ADDED:
        sum_up(amendment)
    detail = {"withdrawn": change.what.vi, "field": change.field, "old": change.old, "new": change.new}
    record("plans.amendment_changed", subject=amendment.plan.title, by=by, at=at, detail=detail)


@transaction.atomic
def issue_amendment(amendment: Amendment, number: str, on: date, *, by: str, at: datetime) -> Amendment:
    """Issue an amendment: what it changes holds from ``on``.

    Raises NothingChanged, AmendmentIsIssued, WrongDay for a day before the plan or before the last amendment, or
    AmendmentNotReady with every place where the plan would not agree with itself.
    """
    amendment = being_written(amendment)
    plan = amendment.plan
    changes = list(amendment.changes.all())
    if not changes:
        raise NothingChanged
    last = plan.amendments.issued().order_by("-on").first()
    earliest = max(plan.first_day, last.on) if last and last.on else plan.first_day
    if on < earliest:
        raise WrongDay(Text("Ngày có hiệu lực", "The day"), earliest)
    if faults := [*_faults_in_clauses(amendment, changes), *faults_in_capital(amendment)]:
        raise AmendmentNotReady(faults)
    amendment.number, amendment.on, amendment.issued_by, amendment.issued_at = number, on, by, at
    amendment.save(update_fields=["number", "on", "issued_by", "issued_at"])
    detail = {
        "number": number,
        "on": str(on),
        "decision": amendment.decision,
        "changes": [{"field": one.field, "old": one.old, "new": one.new} for one in changes],
    }
    record("plans.amendment_issued", subject=plan.title, by=by, at=at, detail=detail)
    return amendment


@transaction.atomic
def discard_amendment(amendment: Amendment, *, by: str, at: datetime) -> None:
    """Throw away an amendment that is being written, with what it would have brought in."""
    amendment = being_written(amendment)
    plan, reason = amendment.plan, amendment.reason
    forget_lines(amendment, PlannedCapital.objects.filter(added_by=amendment))
    for target in Target.objects.filter(added_by=amendment):
        forget_target(amendment, target)
    for clause in Clause.objects.filter(added_by=amendment):
        forget_clause(amendment, clause)
    amendment.changes.all().delete()
    amendment.delete()
    record("plans.amendment_discarded", subject=plan.title, by=by, at=at, detail={"reason": reason})


def _forget(amendment: Amendment, change: PlanChange) -> None:
    """Delete what only this amendment was to bring in."""
    if change.clause:
        forget_clause(amendment, change.clause)
    elif change.target:
        forget_target(amendment, change.target)
    elif change.capital:
        forget_lines(amendment, [change.capital])


def _written(amendment: Amendment) -> set[int]:
    return written_lines(capital_on(amendment.plan, LAST, amendment), amendment)


def _faults_in_clauses(amendment: Amendment, changes: list[PlanChange]) -> Iterator[Fault]:
    """Name each clause that the amendment drops although targets or capital stand in it."""
    for clause in (one.clause for one in changes if one.clause and one.field == Changed.DROPPED):
        if what := holds(amendment, clause):
            yield Fault(
                f"{clause.reference}",
                Text(f"Điểm được đưa ra nhưng còn {what.vi}.", f"The clause is dropped, but {what.en} stand in it."),
                Text("Đưa những thứ đó ra, hoặc giữ lại điểm.", "Take them out as well, or keep the clause."),
            )
