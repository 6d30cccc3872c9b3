"""Questions about the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from ntm.audit.models import Entry


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are asked for; what is empty narrows nothing. Both days are included."""

    act: str = ""
    by: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


def entries(wanted: Wanted) -> QuerySet[Entry]:
    """Return the lines asked for, the newest first; days are those of the installation's time zone."""
    found = Entry.objects.order_by("-number")
    if wanted.act:
        found = found.filter(act=wanted.act)
    if wanted.by:
        found = found.filter(by__icontains=wanted.by)
    if wanted.subject:
        found = found.filter(subject__icontains=wanted.subject)
    if wanted.since and wanted.since > date.min:
        found = found.filter(at__gte=_begin_of(wanted.since))
    if wanted.until and wanted.until < date.max:  # the zone shifts a day that stands at the edge of the calendar
        found = found.filter(at__lt=_begin_of(wanted.until + timedelta(days=1)))
    return found


def acts_recorded() -> list[str]:
    """Return the code of each act that the log holds."""
    return list(Entry.objects.order_by("act").values_list("act", flat=True).distinct())


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
