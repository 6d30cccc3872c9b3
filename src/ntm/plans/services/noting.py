"""The changes of an amendment that is being written: noted, taken away again, told to the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from ntm.audit.services import record
from ntm.core.problems import Text
from ntm.plans.models import Amendment, Clause, Plan, PlanChange, PlannedCapital, Target
from ntm.plans.problems import AmendmentIsIssued, NoAmendmentOpen
from ntm.plans.selectors.amended import LAST, capital_on, targets_on


def open_amendment(plan: Plan) -> Amendment:
    """Return the amendment of a plan that is being written; raise NoAmendmentOpen."""
    found = plan.amendments.open().first()
    if found is None:
        raise NoAmendmentOpen
    return found


def being_written(amendment: Amendment) -> Amendment:
    """Lock an amendment and look again; raise AmendmentIsIssued."""
    amendment = Amendment.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=amendment.pk)
    if not amendment.is_open:
        raise AmendmentIsIssued
    return amendment


def note(amendment: Amendment, thing: Mapping[str, Any], field: str, old: Any, new: Any) -> PlanChange | None:
    """Keep one change of an amendment; one that changes nothing is taken away."""
    if old == new:
        amendment.changes.filter(**thing, field=field).delete()
        return None
    return mark(amendment, thing, field, old, new)


def mark(amendment: Amendment, thing: Mapping[str, Any], field: str, old: Any, new: Any) -> PlanChange:
    """Keep one change of an amendment, whatever stood there."""
    return PlanChange.objects.update_or_create(
        amendment=amendment, **thing, field=field, defaults={"old": old, "new": new}
    )[0]


def tell(amendment: Amendment, about: str, changes: Sequence[PlanChange], *, by: str, at: datetime) -> None:
    """Leave the audit line of an act on an amendment."""
    detail = {"about": about, "changes": [{"field": one.field, "old": one.old, "new": one.new} for one in changes]}
    record("plans.amendment_changed", subject=amendment.plan.title, by=by, at=at, detail=detail)


def holds(amendment: Amendment, clause: Clause) -> Text | None:
    """Say what would stand in a clause once the amendment holds, targets or capital; None where nothing does."""
    if any(one.clause_id == clause.pk for one in targets_on(amendment.plan, LAST, amendment)):
        return Text("mục tiêu", "targets")
    if any(one.clause_id == clause.pk for one in capital_on(amendment.plan, LAST, amendment)):
        return Text("dòng vốn", "lines of capital")
    return None


def forget_clause(amendment: Amendment, clause: Clause) -> None:
    """Delete a clause that only this amendment was to bring in, with what it was to hold."""
    for target in Target.objects.filter(clause=clause, added_by=amendment):
        forget_target(amendment, target)
    forget_lines(amendment, PlannedCapital.objects.filter(clause=clause, added_by=amendment))
    amendment.changes.filter(clause=clause).delete()
    clause.duties.all().delete()
    clause.delete()


def forget_target(amendment: Amendment, target: Target) -> None:
    """Delete a target that only this amendment was to bring in."""
    amendment.changes.filter(target=target).delete()
    target.delete()


def forget_lines(amendment: Amendment, lines: Iterable[PlannedCapital]) -> None:
    """Delete lines of capital that only this amendment was to bring in, and the new lines below them."""
    gone = {line.pk for line in lines}
    new = list(PlannedCapital.objects.filter(added_by=amendment).order_by("position"))
    for line in new:  # a line stands before its parts
        if line.parent_id in gone:
            gone.add(line.pk)
    amendment.changes.filter(capital__in=gone).delete()
    for line in reversed(new):
        if line.pk in gone:
            line.delete()
