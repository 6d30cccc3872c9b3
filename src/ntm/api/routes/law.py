from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from ntm.api.telling import words
from ntm.api.words import Words, answers
from ntm.core.rulebook import CriteriaSet, Indicator, Place
from ntm.criteria.selectors import rulebook
from ntm.ui.clock import today

router = Router(tags=["law"])


class SetOut(Schema):
    id: str
    title: Words
    tier: str
    level: str
    begins: date
    ends: date | None
    confirmed: bool
    fingerprint: str


class IndicatorOut(Schema):
    """What is asked on the day in the place; ``level`` is null where the law is silent, and ``silence`` says how."""

    code: str
    name: Words
    measure: str
    unit: Words | None
    passes_when: str
    level: Decimal | bool | None
    silence: str | None
    in_words: Words
    confidence: str
    source: str


class CriterionOut(Schema):
    code: str
    name: Words
    indicators: list[IndicatorOut]


class WholeSet(SetOut):
    criteria: list[CriterionOut]


@router.get("sets", response=answers(list[SetOut]), url_name="law_sets")
def sets(request: HttpRequest, day: date | None = None, tier: str | None = None) -> Any:
    """List the criteria sets in force on a day, the lowest level first."""
    return [_set(one) for one in rulebook().sets_on(day or today(), tier)]


@router.get("sets/{set_id}", response=answers(WholeSet), url_name="law_set")
def one_set(
    request: HttpRequest,
    set_id: str,
    *,
    day: date | None = None,
    region: str | None = None,
    group: str | None = None,
    province: str | None = None,
) -> Any:
    """Return every indicator of a set with the level asked of a place on a day; a day outside the set is refused."""
    criteria_set = rulebook().set(set_id)
    place = rulebook().place(region, group, province)
    on = day or min(today(), criteria_set.in_force.ends or today())
    criteria = [
        {
            "code": criterion.code,
            "name": words(criterion.name),
            "indicators": [
                _indicator(one, place, on)
                for indicator in criterion.indicators
                for one in (indicator, *indicator.parts)
            ],
        }
        for criterion in criteria_set.criteria
    ]
    return {**_set(criteria_set), "criteria": criteria}


def _set(one: CriteriaSet) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": words(one.title),
        "tier": one.tier,
        "level": one.level,
        "begins": one.in_force.begins,
        "ends": one.in_force.ends,
        "confirmed": one.confirmed,
        "fingerprint": one.fingerprint,
    }


def _indicator(one: Indicator, place: Place, day: date) -> dict[str, Any]:
    asked = one.asked(place, day)
    return {
        "code": one.code,
        "name": words(one.name_on(day)),
        "measure": one.measure,
        "unit": words(one.unit) if one.unit else None,
        "passes_when": one.passes_when,
        "level": asked.value,
        "silence": asked.silence,
        "in_words": words(asked.words),
        "confidence": asked.confidence,
        "source": asked.source,
    }
