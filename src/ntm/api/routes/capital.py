from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from ntm.accounts.access import top_unit_for
from ntm.api.access import person
from ntm.api.paging import UnitId
from ntm.api.telling import words
from ntm.api.words import Words, answers
from ntm.dashboards.access import unit_for
from ntm.finance.selectors import capital_rows, works_in
from ntm.ui.clock import today

router = Router(tags=["capital"])


class CapitalOut(Schema):
    """One source with what reached each stage by the day, in whole đồng; a later stage counts in the earlier ones."""

    code: str
    name: Words
    depth: int
    is_leaf: bool
    planned: int
    allocated: int
    assigned: int
    disbursed: int
    settled: int
    carried: int


class WorkOut(Schema):
    id: int
    code: str
    name: str
    field: str
    unit_id: int
    approved_dong: int
    accepted_dong: int
    paid_dong: int
    arrears_dong: int
    state: Words
    is_sample: bool


@router.get("", response=answers(list[CapitalOut]), url_name="capital")
def capital(
    request: HttpRequest,
    day: date | None = None,
    year: Annotated[int | None, Query(ge=2000, le=2100)] = None,
    unit: UnitId | None = None,
) -> Any:
    """Return the sources of a year with what a unit and all below hold of each on a day."""
    on = day or today()
    found = top_unit_for(person(request), on) if unit is None else unit_for(person(request), unit, on)
    return [{**asdict(row), "name": words(row.name)} for row in capital_rows(found, on, year or on.year)]


@router.get("works", response=answers(list[WorkOut]), url_name="works")
def works(request: HttpRequest, day: date | None = None, unit: UnitId | None = None) -> Any:
    """Return the works of a unit and all below, with what was accepted, paid and is owed on a day."""
    on = day or today()
    found = top_unit_for(person(request), on) if unit is None else unit_for(person(request), unit, on)
    return [
        {
            "id": row.work.pk,
            "code": row.work.code,
            "name": row.work.name,
            "field": row.work.field,
            "unit_id": row.unit.pk,
            "approved_dong": row.approved_dong,
            "accepted_dong": row.accepted,
            "paid_dong": row.paid,
            "arrears_dong": row.arrears,
            "state": words(row.state),
            "is_sample": row.work.is_sample,
        }
        for row in works_in(found, on)
    ]
