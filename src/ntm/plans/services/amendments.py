"""Amending an issued plan: begun, filled change by change, issued. The plan as it was issued is never written to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ntm.audit.services import record
from ntm.core.problems import Text
from ntm.plans.models import Amendment, Changed, Clause, Plan, PlanChange
from ntm.plans.problems import (
    AmendmentIsIssued,
    AmendmentIsOpen,
    NoAmendmentOpen,
    NothingChanged,
    NotOneToWrite,
    PlanIsDraft,
    WrongDay,
)
from ntm.plans.selectors.amended import LAST, ClauseOn, capital_on, clauses_on, targets_on
from ntm.plans.services.own_plans import ClauseWords, new_clause, set_duties


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


def open_amendment(plan: Plan) -> Amendment:
    """Return the amendment of a plan that is being written; raise NoAmendmentOpen."""
    found = plan.amendments.open().first()
    if found is None:
        raise NoAmendmentOpen
    return found


@transaction.atomic
def amend_clause(clause: Clause, words: ClauseWords, *, by: str, at: datetime) -> list[PlanChange]:
    """Note in the open amendment what is to change of a clause; what is as it was is not noted."""
    amendment = _locked(open_amendment(clause.plan))
    now = _clause_as_it_stands(clause)
    if clause.added_by_id == amendment.pk:  # not in force yet, so it is simply rewritten
        return _rewrite_added(clause, words, amendment, by=by, at=at)
    wanted = _wanted(words)
    changes = [
        row
        for name, old in _said(now).items()
        if name in wanted and (row := _note(amendment, {"clause": clause}, name, old, wanted[name]))
    ]
    _log(amendment, clause.reference, changes, by=by, at=at)
    return changes


@transaction.atomic
def add_by_amendment(
    plan: Plan, reference: str, kind: str, words: ClauseWords, *, by: str, at: datetime, serves: Clause | None = None
) -> Clause:
    """Bring a new clause in with the open amendment; it stands in the plan from the amendment's day."""
    amendment = _locked(open_amendment(plan))
    clause = new_clause(plan, reference, kind, words, serves)
    clause.added_by = amendment
    clause.save(update_fields=["added_by"])
    change = PlanChange.objects.create(
        amendment=amendment, clause=clause, field=Changed.ADDED, old=None, new=words.summary
    )
    _log(amendment, reference, [change], by=by, at=at)
    return clause


@transaction.atomic
def drop_by_amendment(clause: Clause, *, by: str, at: datetime) -> PlanChange | None:
    """Take a clause out of the plan with the open amendment; its records and links stay readable."""
    amendment = _locked(open_amendment(clause.plan))
    if clause.added_by_id == amendment.pk:  # it was to come with this amendment: now it does not
        withdraw_change(amendment.changes.get(clause=clause, field=Changed.ADDED), by=by, at=at)
        return None
    now = _clause_as_it_stands(clause)
    change = PlanChange.objects.update_or_create(
        amendment=amendment,
        clause=clause,
        field=Changed.DROPPED,
        defaults={"old": now.clause.summary, "new": None},
    )[0]
    _log(amendment, clause.reference, [change], by=by, at=at)
    return change


@transaction.atomic
def amend_targets(plan: Plan, numbers: Mapping[int, int | None], *, by: str, at: datetime) -> list[PlanChange]:
    """Note new numbers of targets (by id) in the open amendment; None keeps the target without a number."""
    amendment = _locked(open_amendment(plan))
    changes = [
        row
        for target in targets_on(plan, LAST)
        if target.pk in numbers
        and (row := _note(amendment, {"target": target}, Changed.AT_LEAST, target.at_least, numbers[target.pk]))
    ]
    _log(amendment, "mục tiêu", changes, by=by, at=at)
    return changes


@transaction.atomic
def amend_capital(plan: Plan, amounts: Mapping[int, int], *, by: str, at: datetime) -> list[PlanChange]:
    """Note new amounts in whole đồng of the lowest lines (by id) in the open amendment; sums follow by themselves.

    Raises NotOneToWrite for a line that has parts.
    """
    amendment = _locked(open_amendment(plan))
    lines = {line.pk: line for line in capital_on(plan, LAST)}
    parents = {line.parent_id for line in lines.values()}
    for pk in amounts.keys() & parents:
        raise NotOneToWrite(lines[pk].name)
    noted = amendment.changes.filter(field=Changed.AMOUNT)
    written = {row.capital_id or 0: int(row.new or 0) for row in noted}
    wanted: dict[int, int] = {
        pk: amounts.get(pk, written.get(pk, line.amount_dong)) for pk, line in lines.items() if pk not in parents
    }
    for line in sorted(lines.values(), key=lambda one: one.code.count("/"), reverse=True):
        if line.pk in parents:
            wanted[line.pk] = sum(wanted[one.pk] for one in lines.values() if one.parent_id == line.pk)
    changes = [
        row
        for pk, line in lines.items()
        if (row := _note(amendment, {"capital": line}, Changed.AMOUNT, line.amount_dong, wanted[pk]))
    ]
    _log(amendment, "kế hoạch vốn", changes, by=by, at=at)
    return changes


@transaction.atomic
def withdraw_change(change: PlanChange, *, by: str, at: datetime) -> None:
    """Take a change out of an amendment that is being written; a line of capital takes all of them with it."""
    amendment = _locked(change.amendment)
    rows = (
        amendment.changes.filter(field=Changed.AMOUNT) if change.capital_id else amendment.changes.filter(pk=change.pk)
    )
    count = rows.count()
    added = change.clause if change.field == Changed.ADDED else None
    rows.delete()
    if added:
        _forget(added)
    detail = {"withdrawn": count, "field": change.field}
    record("plans.amendment_changed", subject=amendment.plan.title, by=by, at=at, detail=detail)


@transaction.atomic
def issue_amendment(amendment: Amendment, number: str, on: date, *, by: str, at: datetime) -> Amendment:
    """Issue an amendment: what it changes holds from ``on``.

    Raises NothingChanged, AmendmentIsIssued, or WrongDay for a day before the plan or before the last amendment.
    """
    amendment = _locked(amendment)
    plan = amendment.plan
    changes = list(amendment.changes.all())
    if not changes:
        raise NothingChanged
    last = plan.amendments.issued().order_by("-on").first()
    earliest = max(plan.first_day, last.on) if last and last.on else plan.first_day
    if on < earliest:
        raise WrongDay(Text("Ngày có hiệu lực", "The day"), earliest)
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
    amendment = _locked(amendment)
    plan, reason = amendment.plan, amendment.reason
    amendment.changes.all().delete()
    for clause in Clause.objects.filter(added_by=amendment):
        _forget(clause)
    amendment.delete()
    record("plans.amendment_discarded", subject=plan.title, by=by, at=at, detail={"reason": reason})


def _locked(amendment: Amendment) -> Amendment:
    amendment = Amendment.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=amendment.pk)
    if not amendment.is_open:
        raise AmendmentIsIssued
    return amendment


def _clause_as_it_stands(clause: Clause) -> ClauseOn:
    """Return a clause after every issued amendment; the plain clause where only an open one brought it in."""
    found = clauses_on(Clause.objects.filter(pk=clause.pk), LAST)
    return found[0] if found else ClauseOn(clause, (), (), amended=False)


def _said(now: ClauseOn) -> dict[str, Any]:
    clause = now.clause
    return {
        Changed.SUMMARY: clause.summary,
        Changed.OUTPUT: clause.output,
        Changed.DUE_ON: clause.due_on.isoformat() if clause.due_on else None,
        Changed.RHYTHM: clause.rhythm,
        Changed.RESPONSIBLE: clause.responsible,
        Changed.LEAD: sorted(office.code for office in now.lead),
        Changed.SUPPORT: sorted(office.code for office in now.support),
    }


def _wanted(words: ClauseWords) -> dict[str, Any]:
    found: dict[str, Any] = {
        Changed.SUMMARY: words.summary,
        Changed.OUTPUT: words.output,
        Changed.DUE_ON: words.due_on.isoformat() if words.due_on else None,
        Changed.RHYTHM: words.rhythm,
        Changed.RESPONSIBLE: words.responsible,
    }
    if words.lead is not None:
        found[Changed.LEAD] = sorted(words.lead)
    if words.support is not None:
        found[Changed.SUPPORT] = sorted(set(words.support) - set(words.lead or ()))
    return found


def _note(amendment: Amendment, thing: Mapping[str, Any], field: str, old: Any, new: Any) -> PlanChange | None:
    """Keep one change of an amendment; one that changes nothing is taken away."""
    if old == new:
        amendment.changes.filter(**thing, field=field).delete()
        return None
    return PlanChange.objects.update_or_create(
        amendment=amendment, **thing, field=field, defaults={"old": old, "new": new}
    )[0]


def _rewrite_added(
    clause: Clause, words: ClauseWords, amendment: Amendment, *, by: str, at: datetime
) -> list[PlanChange]:
    for name, value in words.columns().items():
        setattr(clause, name, value)
    clause.save(update_fields=list(words.columns()))
    set_duties(clause, words)
    change = amendment.changes.get(clause=clause, field=Changed.ADDED)
    change.new = words.summary
    change.save(update_fields=["new"])
    _log(amendment, clause.reference, [change], by=by, at=at)
    return [change]


def _forget(clause: Clause) -> None:
    clause.duties.all().delete()
    clause.delete()


def _log(amendment: Amendment, about: str, changes: list[PlanChange], *, by: str, at: datetime) -> None:
    detail = {"about": about, "changes": [{"field": one.field, "old": one.old, "new": one.new} for one in changes]}
    record("plans.amendment_changed", subject=amendment.plan.title, by=by, at=at, detail=detail)
