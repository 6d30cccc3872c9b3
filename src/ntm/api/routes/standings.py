from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from ntm.accounts.selectors import visible_units
from ntm.api.access import person
from ntm.api.paging import Limit, Offset, Page, PathId, Period, UnitId, piece
from ntm.api.telling import words
from ntm.api.words import Words, answers
from ntm.assessments.models import Reading, Standing
from ntm.core.periods import Quarter
from ntm.core.rulebook import Verdict
from ntm.criteria.selectors import rulebook
from ntm.dashboards.access import unit_for
from ntm.dashboards.selectors import unit_page
from ntm.ui.clock import today

router = Router(tags=["figures"])


class StandingOut(Schema):
    """Where a unit stands against a set in a quarter; ``outcomes`` by the code of each criterion."""

    unit_id: int
    criteria_set: str
    period: str
    outcome: str
    criteria_met: int
    criteria_total: int
    outcomes: dict[str, str]
    unmet: list[str]
    law: str
    rests_on_sample: bool


class Standings(Page):
    items: list[StandingOut]


class ReadingOut(Schema):
    """What one body found; exactly one of ``amount``, ``passed`` and ``not_applicable_because`` is given."""

    unit_id: int
    measure: str
    period: str
    stage: str
    amount: Decimal | None
    passed: bool | None
    not_applicable_because: str
    note: str
    entered_by: str
    entered_at: datetime
    is_sample: bool


class Readings(Page):
    items: list[ReadingOut]


class VerdictOut(Schema):
    code: str
    name: Words
    outcome: str
    asked: Words
    source: str
    confidence: str
    why: Words


class Verdicts(Schema):
    unit_id: int
    criteria_set: str
    period: str
    outcome: str | None
    rests_on_sample: bool
    indicators: list[VerdictOut]


@router.get("standings", response=answers(Standings), url_name="standings")
def standings(
    request: HttpRequest,
    *,
    period: Period = "",
    criteria_set: str = "",
    unit: UnitId | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Any:
    """List standings of the units that the person may see; by default of the newest closed quarter."""
    quarter = _quarter(period)
    found = Standing.objects.filter(period=quarter.code)
    found = found.filter(unit__in=visible_units(person(request), quarter.ends_on).values("pk"))
    if criteria_set:
        found = found.filter(criteria_set=rulebook().set(criteria_set).id)
    if unit is not None:
        found = found.filter(unit=unit)
    return piece(found.order_by("unit_id", "criteria_set"), limit, offset, list)


@router.get("units/{unit_id}/readings", response=answers(Readings), url_name="readings")
def readings(
    request: HttpRequest,
    unit_id: PathId,
    *,
    period: Period = "",
    measure: str = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> Any:
    """List what each body found for one unit in a quarter and still holds."""
    quarter = _quarter(period)
    found = unit_for(person(request), unit_id, quarter.ends_on)
    rows = Reading.objects.of_period(quarter.code).current().filter(unit=found)
    if measure:
        rows = rows.filter(measure=measure)
    return piece(rows.order_by("measure", "stage"), limit, offset, list)


@router.get("units/{unit_id}/verdicts", response=answers(Verdicts), url_name="verdicts")
def verdicts(request: HttpRequest, unit_id: PathId, day: date | None = None, criteria_set: str = "") -> Any:
    """Return the verdict on every indicator of a unit on a day, each with its reason, level and article."""
    on = day or today()
    page = unit_page(unit_for(person(request), unit_id, on), on, criteria_set)
    return {
        "unit_id": unit_id,
        "criteria_set": page.opened.id if page.opened else "",
        "period": page.period.code,
        "outcome": page.verdict.outcome if page.verdict else None,
        "rests_on_sample": page.rests_on_sample,
        "indicators": [_verdict(row.verdict) for block in page.blocks for row in block.rows],
    }


def _quarter(code: str) -> Quarter:
    """Return the quarter with a code such as 2024-Q3, or the newest closed one; raise UnknownPeriod."""
    return Quarter.parse(code) if code else Quarter.last_closed_on(today())


def _verdict(one: Verdict) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": words(one.indicator.name_on(one.on)),
        "outcome": one.outcome,
        "asked": words(one.asked.words),
        "source": one.asked.source,
        "confidence": one.asked.confidence,
        "why": words(one.why),
    }
