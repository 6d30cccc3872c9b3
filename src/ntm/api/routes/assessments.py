from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from ntm.api.access import person, signed_in
from ntm.api.paging import PathId
from ntm.api.telling import words
from ntm.api.words import Words, answers
from ntm.areas.models import Unit
from ntm.assessments.access import round_for, rounds_for, unit_in
from ntm.assessments.forms import said_from
from ntm.assessments.models import Round
from ntm.assessments.problems import NotAsked
from ntm.assessments.selectors.sheet import Sheet, SheetRow, sheet_of
from ntm.assessments.services import Change, send_report, write
from ntm.assessments.views.sheet import own_sheet
from ntm.ui.clock import now

router = Router(tags=["rounds"])


class RoundOut(Schema):
    id: int
    period: str
    starts_on: date
    ends_on: date
    opens_on: date
    sets: list[str]
    closed: bool
    is_sample: bool


class RowOut(Schema):
    """One measure of a unit's sheet; ``version`` goes back with a change, so that two writers are told apart."""

    measure: str
    code: str
    name: Words
    version: int
    reached: str
    amount: Decimal | None
    passed: bool | None
    not_applicable_because: str
    typed: str
    verdict: str
    faults: list[Words]
    doubts: list[Words]


class ChangeIn(Schema):
    """What is to stand in a draft: ``value`` as a person types it, or ``because`` it does not apply."""

    measure: Annotated[str, Field(max_length=60)]
    version: Annotated[int, Field(ge=0, le=2_000_000_000)] = 0
    value: Annotated[str, Field(max_length=60)] = ""
    because: Annotated[str, Field(max_length=300)] = ""
    note: Annotated[str, Field(max_length=500)] = ""
    part: Annotated[str, Field(max_length=60)] = ""
    whole: Annotated[str, Field(max_length=60)] = ""


class ChangesIn(Schema):
    changes: Annotated[list[ChangeIn], Field(max_length=500)]


class Kept(Schema):
    """Rows as they stand now, and measures where somebody else had written in between."""

    rows: list[RowOut]
    conflicts: list[str]


class Sent(Schema):
    sent: int


@router.get("", response=answers(list[RoundOut]), url_name="rounds")
def rounds(request: HttpRequest) -> Any:
    """List the rounds that ask some unit of the person's, the newest first."""
    return [_round(one) for one in rounds_for(person(request))[:100]]


@router.get("{round_id}/units/{unit_id}", response=answers(list[RowOut]), url_name="sheet")
def sheet(request: HttpRequest, round_id: PathId, unit_id: PathId) -> Any:
    """Return a unit's sheet: every measure with its draft, how far it came, and what the judge would say."""
    round_ = round_for(person(request), round_id)
    return _rows(sheet_of(round_, unit_in(person(request), round_, unit_id)))


@router.post("{round_id}/units/{unit_id}", response=answers(Kept), url_name="write")
def keep(request: HttpRequest, round_id: PathId, unit_id: PathId, body: ChangesIn) -> Any:
    """Write drafts of the person's own unit; all or nothing, but for rows that somebody else wrote meanwhile."""
    round_, unit = own_sheet(signed_in(request), round_id, unit_id)
    measures = [one.measure for one in body.changes]
    rows = {row.measure: row for row in sheet_of(round_, unit, measures).rows}
    changes = [_change(unit, rows, one) for one in body.changes]
    written = write(round_, changes, by=person(request).username, at=now())
    return {
        "rows": _rows(sheet_of(round_, unit, measures)),
        "conflicts": [change.measure for change, _ in written.conflicts],
    }


@router.post("{round_id}/units/{unit_id}/send", response=answers(Sent), url_name="send")
def send(request: HttpRequest, round_id: PathId, unit_id: PathId) -> Any:
    """Send every draft of the person's own unit up."""
    round_, unit = own_sheet(signed_in(request), round_id, unit_id)
    return {"sent": len(send_report(round_, unit, by=person(request).username, at=now()))}


def _change(unit: Unit, rows: dict[str, SheetRow], one: ChangeIn) -> Change:
    if one.measure not in rows:
        raise NotAsked(one.measure, unit.name)
    typed = one.model_dump(exclude={"measure", "version"})
    return Change(unit, one.measure, said_from(rows[one.measure].question.indicator, typed), one.version)


def _round(one: Round) -> dict[str, Any]:
    names = ("period", "starts_on", "ends_on", "opens_on", "sets", "is_sample")
    return {"id": one.pk, "closed": one.closed_at is not None, **{name: getattr(one, name) for name in names}}


def _rows(found: Sheet) -> list[dict[str, Any]]:
    return [
        {
            "measure": row.measure,
            "code": row.question.indicator.code,
            "name": words(row.name),
            "version": row.version,
            "reached": row.reached,
            "amount": row.said.amount,
            "passed": row.said.passed,
            "not_applicable_because": row.said.not_applicable_because,
            "typed": row.said.typed,
            "verdict": row.verdict.outcome,
            "faults": [words(one) for one in row.faults],
            "doubts": [words(one) for one in row.doubts],
        }
        for row in found.rows
    ]
