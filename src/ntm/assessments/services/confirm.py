"""Whoever checks leaves their own reading beside the one that came up, agreeing with it or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ntm.areas.models import Unit
from ntm.assessments.models import REACHED_BY, Item, Said, Stage
from ntm.assessments.powers import next_handling
from ntm.assessments.problems import NotYourTurn, OwnWork, ReasonNeeded
from ntm.assessments.selectors.readings import said_in
from ntm.assessments.services.keep import keep_readings, rejudge
from ntm.assessments.services.lock import lock_again, require_open
from ntm.assessments.services.send import PROGRESS
from ntm.assessments.services.store import save_again
from ntm.assessments.services.wrong import log_values, refuse_wrong
from ntm.core.procedure import Step


@dataclass(frozen=True, slots=True)
class Finding:
    """What a checking body says of one item: ``said`` None agrees with what came up."""

    item: Item
    said: Said | None = None


@transaction.atomic
def confirm(step: Step, findings: Sequence[Finding], *, by: str, at: datetime) -> list[Item]:
    """Verify or appraise items of one round; the units are judged again at once.

    Raises RoundClosed, NotYourTurn for an item that waits for somebody else on the path of the day, OwnWork,
    ReasonNeeded where a value is changed without a note, or WrongValues; then nothing is confirmed.
    """
    items = lock_again([finding.item for finding in findings])
    round_ = items[0].round
    require_open(round_, at)
    require_turn(items, step, by=by, at=at)
    came_up = said_in(round_.quarter, [item.unit for item in items])
    found = [(item, _found(item, finding, came_up)) for item, finding in zip(items, findings, strict=True)]
    by_unit: dict[Unit, list[tuple[Item, Said]]] = {}
    for item, said in found:
        by_unit.setdefault(item.unit, []).append((item, said))
        item.reached = REACHED_BY[step]
        setattr(item, "verified_by" if step is Step.VERIFY else "appraised_by", by)
    for unit, of_unit in by_unit.items():
        refuse_wrong(round_, unit, of_unit)
    save_again(items, PROGRESS)
    keep_readings(round_, Stage(REACHED_BY[step].value), found, by=by, at=at)
    rejudge(by_unit, round_.quarter, at=at)
    act = "assessments.verified" if step is Step.VERIFY else "assessments.appraised"
    for unit, of_unit in by_unit.items():
        log_values(act, round_, unit, of_unit, by=by, at=at)
    return items


def require_turn(items: Sequence[Item], step: Step, *, by: str, at: datetime) -> None:
    """Raise NotYourTurn unless ``step`` is next for every item, and OwnWork when ``by`` handled one before."""
    day = timezone.localtime(at).date()
    for item in items:
        handling = next_handling(item.unit, item.step, day)
        if handling is None or handling.step is not step:
            raise NotYourTurn(item, handling)
    own = [item for item in items if by in item.handled_by]
    if own:
        raise OwnWork(own)


def _found(item: Item, finding: Finding, came_up: Mapping[tuple[int, str], Said]) -> Said:
    """Return what the checking body found; a changed value needs a note, an agreed one keeps nobody else's."""
    before = replace(came_up[item.unit_id, item.measure], note="")
    if finding.said is None:
        return before
    if finding.said.value != before.value and not finding.said.note.strip():
        raise ReasonNeeded
    return finding.said
