"""The e-mail of one day to one person: what stands in it, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from ntm.accounts.models import User
from ntm.core.problems import Text
from ntm.notices.models import Notice
from ntm.notices.reminders import reminders_for
from ntm.notices.selectors import not_mailed
from ntm.notices.waiting import Waiting

# So that an answering machine does not write back.
_HEADERS = {"Auto-Submitted": "auto-generated"}


@dataclass(frozen=True, slots=True)
class Letter:
    """One person's e-mail of a day: work to be recalled, and what they were told since the last letter."""

    to: User
    day: date
    due: tuple[Waiting, ...]
    news: tuple[Notice, ...]

    @property
    def summary(self) -> Text:
        """Say how much it holds: “2 việc đến hạn, 1 thông báo mới”; what is none is left out."""
        due, news = len(self.due), len(self.news)
        said = [
            *([Text(f"{due} việc đến hạn", f"{due} due")] if due else []),
            *([Text(f"{news} thông báo mới", f"{news} new notice{'s' * (news > 1)}")] if news else []),
        ]
        return Text(", ".join(one.vi for one in said), ", ".join(one.en for one in said))


def letters_of(day: date) -> Iterator[Letter]:
    """Yield a letter for each active person with an address and something to be told, unless sent that day."""
    people = User.objects.filter(is_active=True).exclude(email="").exclude(digests__day=day).order_by("pk")
    for person in people:
        letter = Letter(person, day, tuple(reminders_for(person, day)), tuple(not_mailed(person)))
        if letter.due or letter.news:
            yield letter


def written(letter: Letter) -> EmailMultiAlternatives:
    """Write a letter out, as plain text and as HTML; Vietnamese stands first, English below each line."""
    context = {
        "letter": letter,
        "due": [(one, one.when(letter.day), one.is_overdue(letter.day)) for one in letter.due],
        "site": settings.SITE_ADDRESS,
    }
    message = EmailMultiAlternatives(
        subject=f"Nông thôn mới: {letter.summary.vi}",
        body=render_to_string("notices/digest.txt", context),
        to=[letter.to.email],
        headers=_HEADERS,
    )
    message.attach_alternative(render_to_string("notices/digest.html", context), "text/html")
    return message
