"""The doors to plan documents that are being read; forbidden and missing look alike."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import units_with, visible_units
from ntm.areas.models.unit import UnitQuerySet
from ntm.plans.drafting.names import plan_day
from ntm.plans.models import DraftItem, Plan, PlanDraft


def units_to_plan(user: User, year: int) -> UnitQuerySet:
    """Return the units whose plan of a year ``user`` may keep, on the map of that year."""
    return units_with(user, Right.PLAN, plan_day(year))


def drafts_for(user: User) -> QuerySet[PlanDraft]:
    """Return the drafts of the units that ``user`` plans for, and what became a plan of the units that they read."""
    found = PlanDraft.objects.none()
    for year in PlanDraft.objects.order_by().values_list("year", flat=True).distinct():
        of_year = PlanDraft.objects.filter(year=year)
        found |= of_year.filter(unit__in=units_to_plan(user, year).values("pk"))
        accepted = of_year.filter(state=PlanDraft.State.ACCEPTED)
        found |= accepted.filter(unit__in=visible_units(user, plan_day(year)).values("pk"))
    return found.select_related("unit")


def draft_for(user: User, draft_id: int) -> PlanDraft:
    """Return a draft if ``user`` may read it; otherwise answer 404."""
    draft = PlanDraft.objects.select_related("unit", "file").filter(pk=draft_id).first()
    if draft is None or not _may_read(user, draft):
        raise Http404
    return draft


def document_of(user: User, plan: Plan) -> PlanDraft | None:
    """Return the document that a plan was read from, if there is one that ``user`` may read."""
    draft = plan.drafts.select_related("unit").first()
    return draft if draft and _may_read(user, draft) else None


def _may_read(user: User, draft: PlanDraft) -> bool:
    if draft.state == PlanDraft.State.ACCEPTED:
        read = visible_units(user, plan_day(draft.year))
        if read.filter(pk=draft.unit_id).exists():
            return True
    return may_change(user, draft)


def draft_to_change(user: User, draft_id: int) -> PlanDraft:
    """Return a draft if ``user`` keeps the plans of its unit; otherwise answer 404."""
    draft = PlanDraft.objects.select_related("unit", "file").filter(pk=draft_id).first()
    if draft is None or not may_change(user, draft):
        raise Http404
    return draft


def item_to_change(user: User, draft_id: int, item_id: int) -> DraftItem:
    """Return an item of a draft that ``user`` may change; otherwise answer 404."""
    draft = draft_to_change(user, draft_id)
    item = DraftItem.objects.filter(draft=draft, pk=item_id).first()
    if item is None:
        raise Http404
    item.draft = draft
    return item


def may_change(user: User, draft: PlanDraft) -> bool:
    return units_to_plan(user, draft.year).filter(pk=draft.unit_id).exists()
