"""Which of the work that waits is recalled by e-mail on a day, so that nobody is written to every morning."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from ntm.accounts.models import User
from ntm.notices.waiting import Waiting, waiting_for


def reminders_for(user: User, day: date) -> list[Waiting]:
    """Return the work of a person whose days left on ``day`` stand in ``settings.REMIND_AT``, overdue first.

    ``REMIND_AT`` holds days left: 3 is three days before the due day, 0 that day, -7 a week overdue.
    """
    return [one for one in waiting_for(user, day) if one.days_left(day) in settings.REMIND_AT]
