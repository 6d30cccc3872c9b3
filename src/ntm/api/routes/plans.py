from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from ntm.accounts.access import province_around
from ntm.api.access import person
from ntm.api.telling import words
from ntm.api.words import Words, answers
from ntm.plans.selectors import capital_tree, plan_for, targets_with_progress
from ntm.ui.clock import today

router = Router(tags=["plan"])


class TargetOut(Schema):
    """A target with where it stands: units by id; ``at_least`` is null for the target to keep what was reached."""

    name: Words
    tier: str
    level: str
    at_least: int | None
    recognised: list[int]
    ready: list[int]
    behind: list[int]
    gap: int
    rests_on_sample: bool


class CapitalLine(Schema):
    """A line of the plan's capital in whole đồng; lines one step deeper sum to the one above."""

    code: str
    name: Words
    depth: int
    dong: int


class PlanOut(Schema):
    year: int
    number: str
    issued_on: date | None
    title: Words
    targets: list[TargetOut]
    capital: list[CapitalLine]


@router.get("", response=answers(PlanOut), url_name="plan")
def plan(request: HttpRequest, day: date | None = None) -> Any:
    """Return the province's plan of the day's year: targets with their progress, and capital to the đồng."""
    on = day or today()
    found = plan_for(province_around(person(request), on), on.year)
    if found is None:
        raise Http404
    return {
        "year": found.year,
        "number": found.number,
        "issued_on": found.issued_on,
        "title": {"vi": found.title, "en": found.title_en},
        "targets": [
            {
                "name": words(one.name),
                "tier": one.target.tier,
                "level": one.target.level,
                "at_least": one.target.at_least,
                "recognised": [unit.pk for unit in one.recognised],
                "ready": [candidate.unit.pk for candidate in one.ready],
                "behind": [candidate.unit.pk for candidate in one.behind],
                "gap": one.gap,
                "rests_on_sample": one.rests_on_sample,
            }
            for one in targets_with_progress(found, on)
        ],
        "capital": [
            {"code": row.line.code, "name": words(row.name), "depth": row.depth, "dong": row.line.amount_dong}
            for root in capital_tree(found, on)
            for row in root.rows
        ],
    }
