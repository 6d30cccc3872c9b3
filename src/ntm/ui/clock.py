"""The installation's clock. The demo stands on one day, so that acts, due dates and screens agree."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

# A kept moment that lies further ahead was written while the clock was wrong; clocks of two servers differ less.
AHEAD = timedelta(minutes=5)


def today() -> date:
    """Return the day on which people act: the calendar's, or the demo's fixed one."""
    return settings.DEFAULT_DAY or timezone.localdate()


def now() -> datetime:
    """Return the moment of an act: now, or the demo's day at this time of day."""
    moment = timezone.localtime()
    if settings.DEFAULT_DAY is None:
        return moment
    return moment.replace(year=today().year, month=today().month, day=today().day)
