"""What was done with a figure beside the readings it left: returned, taken back; read from the audit log."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ntm.areas.models import Unit
from ntm.audit.acts import words_for
from ntm.audit.models import Entry
from ntm.core.problems import Text

_ACTS = ("assessments.returned", "assessments.taken_back")


@dataclass(frozen=True, slots=True)
class Event:
    """One act on a figure: when, who, what, and the reason given."""

    at: datetime
    by: str
    words: Text
    because: str


def events_of(unit: Unit, measures: Collection[str]) -> dict[str, tuple[Event, ...]]:
    """Return, by period, what was done with measures of a unit, the oldest first; one query."""
    found: dict[str, tuple[Event, ...]] = {}
    for entry in Entry.objects.filter(act__in=_ACTS, detail__unit=unit.pk).order_by("number"):
        if set(entry.detail["measures"]) & set(measures):
            event = Event(entry.at, entry.by, words_for(entry.act), entry.detail.get("because", ""))
            period = entry.detail["period"]
            found[period] = (*found.get(period, ()), event)
    return found
