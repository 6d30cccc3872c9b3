"""The steps down: returning what is not right, and taking back one's own step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from ntm.assessments.models import Item, Reached, Stage
from ntm.assessments.problems import CannotUndo, ReasonNeeded
from ntm.assessments.services.confirm import require_turn
from ntm.assessments.services.keep import rejudge, take_back_readings
from ntm.assessments.services.lock import lock_again, require_open
from ntm.assessments.services.store import save_again
from ntm.assessments.services.telling import tell_of_return
from ntm.audit.services import record
from ntm.core.procedure import Step

_RETURNED = ["reached", "returns", "returned_because", "returned_by", "returned_at", "returned_from"]


@transaction.atomic
def send_back(step: Step, items: Sequence[Item], *, because: str, by: str, at: datetime) -> list[Item]:
    """Return items to the unit that reported them; only these open again, and each return is counted.

    What was reported goes on counting as reported until the unit sends anew. ``step`` is the step that
    the items wait for. Raises RoundClosed, NotYourTurn, OwnWork or ReasonNeeded.
    """
    if not because.strip():
        raise ReasonNeeded
    items = lock_again(items)
    require_open(items[0].round, at)
    require_turn(items, step, by=by, at=at)
    for item in items:
        item.returned_from, item.reached = item.reached, Reached.DRAFT
        item.returned_because, item.returned_by, item.returned_at = because.strip(), by, at
        item.returns += 1
    save_again(items, _RETURNED)
    tell_of_return(items, because.strip(), at=at)
    _log("assessments.returned", items, by=by, at=at, because=because.strip())
    return items


@transaction.atomic
def take_back(items: Sequence[Item], *, by: str, at: datetime) -> list[Item]:
    """Take back the last step of items while nobody above has acted: the reading goes, what it set aside returns.

    Items must have reached the same step. Raises RoundClosed, or CannotUndo for a draft, for a return that
    the unit has already worked on, and for a check that somebody else made.
    """
    items = lock_again(items)
    require_open(items[0].round, at)
    for item in items:
        _require_own(item, by)
    returned = [item for item in items if item.was_returned]
    sent = [item for item in items if not item.was_returned]
    _take_back_returns(returned)
    _take_back_steps(sent, at)
    rejudge([item.unit for item in sent], items[0].round.quarter, at=at)
    _log("assessments.taken_back", items, by=by, at=at)
    return items


def _require_own(item: Item, by: str) -> None:
    """A report is the unit's, so a colleague may take it back; a check or a return is a person's."""
    if item.was_returned:
        untouched = item.written_at is None or item.returned_at is None or item.written_at <= item.returned_at
        if item.returned_by == by and untouched:
            return
    elif item.reached == Reached.REPORTED or by == {Reached.VERIFIED: item.verified_by}.get(
        Reached(item.reached), item.appraised_by
    ):
        return
    raise CannotUndo(item)


def _take_back_returns(items: Sequence[Item]) -> None:
    for item in items:
        item.reached, item.returned_because = item.returned_from, ""
        item.returns -= 1
    save_again(items, _RETURNED)


def _take_back_steps(items: Sequence[Item], at: datetime) -> None:
    for reached in (Reached.REPORTED, Reached.VERIFIED, Reached.APPRAISED):
        of_step = [item for item in items if item.reached == reached]
        if of_step:
            take_back_readings(of_step[0].round, Stage(reached.value), of_step, at=at)
        for item in of_step:
            _step_down(item)
    save_again(items, ["reached", "reported_by", "verified_by", "appraised_by"])


def _step_down(item: Item) -> None:
    if item.reached == Reached.APPRAISED:
        item.reached, item.appraised_by = (Reached.VERIFIED if item.verified_by else Reached.REPORTED), ""
    elif item.reached == Reached.VERIFIED:
        item.reached, item.verified_by = Reached.REPORTED, ""
    else:
        item.reached, item.reported_by = Reached.DRAFT, ""


def _log(act: str, items: Sequence[Item], *, by: str, at: datetime, **more: str) -> None:
    """Leave one line for each unit, as its people look for their own."""
    round_ = items[0].round
    for unit in {item.unit for item in items}:
        measures = sorted(item.measure for item in items if item.unit == unit)
        detail = {"unit": unit.pk, "round": str(round_), "period": round_.period, "measures": measures, **more}
        record(act, subject=unit.name, by=by, at=at, detail=detail)
