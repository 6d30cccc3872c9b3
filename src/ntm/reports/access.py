"""The doors to papers and reports; forbidden and missing look alike."""

from __future__ import annotations

from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import units_with, visible_units
from ntm.areas.models.unit import UnitQuerySet
from ntm.reports.models import Paper, Report
from ntm.reports.models.paper import PaperQuerySet
from ntm.ui.clock import today


def papers_for(user: User) -> PaperQuerySet:
    """Return the issued papers of the units that ``user`` reads, and drafts of units where they write or sign."""
    mine = units_to_write(user) | units_to_sign(user)
    readable = Paper.objects.issued().filter(unit__in=visible_units(user, today()).values("pk"))
    return readable | Paper.objects.filter(unit__in=mine.values("pk"))


def paper_for(user: User, paper_id: int) -> Paper:
    """Return a paper if ``user`` may read it; otherwise answer 404."""
    found = papers_for(user).filter(pk=paper_id).select_related("unit").first()
    if found is None:
        raise Http404
    return found


def report_for(user: User, report_id: int) -> Report:
    """Return a report if ``user`` may read its paper; otherwise answer 404."""
    found = Report.objects.filter(pk=report_id).select_related("paper__unit").first()
    if found is None:
        raise Http404
    paper_for(user, found.paper_id)
    return found


def units_to_write(user: User) -> UnitQuerySet:
    """Return the units in whose name ``user`` drafts papers today."""
    return units_with(user, Right.PLAN, today())


def units_to_sign(user: User) -> UnitQuerySet:
    """Return the units in whose name ``user`` signs today."""
    return units_with(user, Right.SIGN, today())


def may_write(user: User, paper: Paper) -> bool:
    return units_to_write(user).filter(pk=paper.unit_id).exists()


def may_sign(user: User, paper: Paper) -> bool:
    return units_to_sign(user).filter(pk=paper.unit_id).exists()


def require(allowed: bool) -> None:
    """Answer 404 unless something is allowed."""
    if not allowed:
        raise Http404
