"""Clauses that an amendment changes, brings in or takes out of an issued plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from ntm.plans.amendment_problems import ClauseHoldsThings
from ntm.plans.models import Amendment, Changed, Clause, Plan, PlanChange
from ntm.plans.selectors.amended import LAST, ClauseOn, clauses_on
from ntm.plans.services.amended_capital import sum_up
from ntm.plans.services.noting import being_written, forget_clause, holds, mark, note, open_amendment, tell
from ntm.plans.services.own_plans import ClauseWords, new_clause, set_duties


@transaction.atomic
def amend_clause(clause: Clause, words: ClauseWords, *, by: str, at: datetime) -> list[PlanChange]:
    """Note in the open amendment what is to change of a clause; what is as it was is not noted."""
    amendment = being_written(open_amendment(clause.plan))
    now = _clause_as_it_stands(clause)
    if clause.added_by_id == amendment.pk:  # not in force yet, so it is simply rewritten
        return _rewrite_added(clause, words, amendment, by=by, at=at)
    wanted = _wanted(words)
    changes = [
        row
        for name, old in _said(now).items()
        if name in wanted and (row := note(amendment, {"clause": clause}, name, old, wanted[name]))
    ]
    tell(amendment, clause.reference, changes, by=by, at=at)
    return changes


@transaction.atomic
def add_by_amendment(
    plan: Plan, reference: str, kind: str, words: ClauseWords, *, by: str, at: datetime, serves: Clause | None = None
) -> Clause:
    """Bring a new clause in with the open amendment; it stands in the plan from the amendment's day."""
    amendment = being_written(open_amendment(plan))
    clause = new_clause(plan, reference, kind, words, serves)
    clause.added_by = amendment
    clause.save(update_fields=["added_by"])
    change = mark(amendment, {"clause": clause}, Changed.ADDED, None, words.summary)
    tell(amendment, reference, [change], by=by, at=at)
    return clause


@transaction.atomic
def drop_by_amendment(clause: Clause, *, by: str, at: datetime) -> PlanChange | None:
    """Take a clause out of the plan with the open amendment; its records and links stay readable.

    Raises ClauseHoldsThings while targets or capital stand in it.
    """
    amendment = being_written(open_amendment(clause.plan))
    if clause.added_by_id == amendment.pk:  # it was to come with this amendment: now it does not
        change = amendment.changes.get(clause=clause, field=Changed.ADDED)
        forget_clause(amendment, clause)
        sum_up(amendment)
        tell(amendment, clause.reference, [change], by=by, at=at)
        return None
    if what := holds(amendment, clause):
        raise ClauseHoldsThings(clause.reference, what)
    now = _clause_as_it_stands(clause)
    change = mark(amendment, {"clause": clause}, Changed.DROPPED, now.clause.summary, None)
    tell(amendment, clause.reference, [change], by=by, at=at)
    return change


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
    tell(amendment, clause.reference, [change], by=by, at=at)
    return [change]
