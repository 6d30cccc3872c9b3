"""A unit sends its report up."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ntm.areas.models import Unit
from ntm.assessments.models import Item, Reached, Round, Said, Stage
from ntm.assessments.problems import NothingToSend
from ntm.assessments.services.keep import keep_readings, rejudge
from ntm.assessments.services.lock import locked_items, require_open
from ntm.assessments.services.store import save_again
from ntm.assessments.services.wrong import log_values, refuse_wrong

PROGRESS = ["reached", "first_reported_at", "reported_by", "verified_by", "appraised_by", "returned_because"]


@transaction.atomic
def send_report(
    round_: Round, unit: Unit, *, by: str, at: datetime, measures: Collection[str] | None = None
) -> list[Item]:
    """Send a unit's drafts up, all or some; each becomes a reported reading and the unit is judged at once.

    Drafts in which nothing is said stay behind. Raises RoundClosed, NothingToSend, or WrongValues naming
    each draft that cannot be right; then nothing is sent.
    """
    require_open(round_, at)
    drafts = [item for item in locked_items(round_, [unit.pk], measures).values() if _is_ready(item, measures)]
    if not drafts:
        raise NothingToSend
    said = [(item, Said.of(item)) for item in drafts]
    refuse_wrong(round_, unit, said)
    for item in drafts:
        item.reached, item.reported_by = Reached.REPORTED, by
        item.first_reported_at = item.first_reported_at or at
        item.verified_by = item.appraised_by = item.returned_because = ""
    save_again(drafts, PROGRESS)
    keep_readings(round_, Stage.REPORTED, said, by=by, at=at)
    rejudge([unit], round_.quarter, at=at)
    log_values("assessments.reported", round_, unit, said, by=by, at=at)
    return drafts


def _is_ready(item: Item, measures: Collection[str] | None) -> bool:
    chosen = measures is None or item.measure in measures
    return chosen and item.reached == Reached.DRAFT and bool(item.typed or Said.of(item).value is not None)
