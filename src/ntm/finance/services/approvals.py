"""What was approved for a work: decisions on their days, each with its capital by source, none written over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from ntm.audit.services import record
from ntm.finance.models import Approval, ApprovalLine, Work
from ntm.finance.sources import leaf
from ntm.finance.work_problems import ApprovedThatDay, SealedAlready, SourcesDoNotSum


@transaction.atomic
def approve(
    work: Work,
    *,
    on: date,
    decision: str,
    total_dong: int,
    lines: Mapping[str, int] | None = None,
    reason: str = "",
    by: str,
    at: datetime,
) -> Approval:
    """Keep a decision that approved or adjusted a work's total; ``lines`` go by leaf and may be left out whole.

    Raises SourcesDoNotSum, ApprovedThatDay or UnknownSource, and then keeps nothing.
    """
    work = Work.objects.select_for_update(of=("self",)).select_related("unit").get(pk=work.pk)
    kept = keep_approval(
        work, on=on, decision=decision, total_dong=total_dong, lines=lines, reason=reason, by=by, at=at
    )
    detail = {"work": work.code, "decision": decision, "on": on.isoformat(), "total_dong": total_dong}
    detail |= {"lines": dict(lines or {}), "reason": reason}
    record("finance.work_approved", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def name_sources(approval: Approval, lines: Mapping[str, int], *, by: str, at: datetime) -> Approval:
    """Name the sources of a decision that was taken in without them. Raises SealedAlready or SourcesDoNotSum."""
    approval = Approval.objects.select_for_update(of=("self",)).select_related("work__unit").get(pk=approval.pk)
    if approval.sealed:
        raise SealedAlready
    _seal(approval, lines)
    detail = {"work": approval.work.code, "decision": approval.decision, "lines": dict(lines)}
    record("finance.work_sources_named", subject=approval.work.unit.name, by=by, at=at, detail=detail)
    return approval


@transaction.atomic
def set_approval_aside(approval: Approval, *, by: str, at: datetime) -> Approval:
    """Let a decision that was typed wrongly count no longer; its row stays."""
    approval = Approval.objects.select_for_update(of=("self",)).select_related("work__unit").get(pk=approval.pk)
    if approval.set_aside_at is None:
        approval.set_aside_by, approval.set_aside_at = by, at
        approval.save(update_fields=["set_aside_by", "set_aside_at"])
        detail = {"work": approval.work.code, "decision": approval.decision, "total_dong": approval.total_dong}
        record("finance.work_approval_set_aside", subject=approval.work.unit.name, by=by, at=at, detail=detail)
    return approval


def keep_approval(
    work: Work,
    *,
    on: date,
    decision: str,
    total_dong: int,
    lines: Mapping[str, int] | None,
    reason: str = "",
    by: str,
    at: datetime,
) -> Approval:
    """Write the rows of a decision, inside the act that tells of it."""
    if Approval.objects.filter(work=work, on=on, set_aside_at=None).exists():
        raise ApprovedThatDay(work, on)
    kept = Approval.objects.create(
        work=work,
        on=on,
        decision=decision,
        total_dong=total_dong,
        reason=reason,
        is_sample=work.is_sample,
        made_by=by,
        made_at=at,
    )
    if lines:
        _seal(kept, lines)
    return kept


def _seal(approval: Approval, lines: Mapping[str, int]) -> None:
    named = {leaf(source, approval.on.year).code: dong for source, dong in lines.items() if dong}
    if sum(named.values()) != approval.total_dong:
        raise SourcesDoNotSum(approval.total_dong, sum(named.values()))
    ApprovalLine.objects.bulk_create(
        ApprovalLine(approval=approval, source=source, amount_dong=dong) for source, dong in named.items()
    )
    approval.sealed = True
    approval.save(update_fields=["sealed"])
