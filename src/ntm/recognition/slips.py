"""The alert when a recognised unit slips: a criterion of its own level is no longer met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from ntm.accounts.models import Role
from ntm.accounts.selectors.people import people_in
from ntm.areas.selectors import ancestors
from ntm.assessments.moves import Move
from ntm.core.problems import Text
from ntm.criteria.selectors import rulebook
from ntm.notices.services import tell
from ntm.recognition.models import Recognition

# The unit itself, and those above who guide it or answer for the programme.
_TOLD = (Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER, Role.COORDINATION_OFFICE, Role.LEADER)


def alert(moves: Sequence[Move], at: datetime) -> None:
    """Tell those in charge of each recognised unit that fails a criterion of its level since this act."""
    day = timezone.localtime(at).date()
    fallen = [move for move in moves if move.newly_unmet]
    recognised = set(
        Recognition.objects.on(day).filter(unit__in={move.unit.pk for move in fallen}).values_list("unit_id", "level")
    )
    for move in fallen:
        if move.after and (move.unit.pk, rulebook().set(move.after.criteria_set).level) in recognised:
            _tell(move, day, at)


def _tell(move: Move, day: date, at: datetime) -> None:
    codes = ", ".join(move.newly_unmet)
    tell(
        people_in([move.unit, *ancestors(move.unit, day)], day, _TOLD),
        about="recognition.slipped",
        words=Text(
            f"{move.unit.name} đã được công nhận nhưng nay chưa đạt tiêu chí {codes}.",
            f"{move.unit.name} is recognised, yet fails criterion {codes} now.",
        ),
        address=reverse("dashboards:unit", args=[move.unit.pk]),
        at=at,
    )
