"""The daily e-mail: what is due or overdue, and what happened since the last one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from ntm.accounts.models import User
from ntm.notices.models import Digest, Notice
from ntm.notices.waiting import Waiting, waiting_for

# Days left at which a piece of work is recalled; below zero it is overdue.
REMIND_AT = (3, 1, 0, -1, -3, -7)


@dataclass(frozen=True, slots=True)
class Letter:
    """One person's e-mail of a day."""

    to: User
    due: tuple[Waiting, ...]
    news: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """Who was written to, and which addresses refused, with the reason."""

    letters: tuple[Letter, ...]
    failed: tuple[tuple[Letter, str], ...]


def letters_of(day: date) -> Iterator[Letter]:
    """Yield a letter for each active person with an address and something to be told, unless sent that day."""
    people = User.objects.filter(is_active=True).exclude(email="").exclude(digests__day=day).order_by("pk")
    for person in people:
        due = tuple(one for one in waiting_for(person, day) if one.days_left(day) in REMIND_AT)
        news = tuple(person.notices.filter(read_at=None, mailed_at=None).order_by("made_at"))
        if due or news:
            yield Letter(person, due, news)


def send_digests(day: date, *, at: datetime) -> Sent:
    """Send the day's letters. One refused address stops nobody else; running again sends nothing twice."""
    sent, failed = [], []
    for letter in letters_of(day):
        try:
            _send(letter, day)
        except (SMTPException, OSError) as error:
            failed.append((letter, str(error)))
            continue
        Digest.objects.create(to=letter.to, day=day, sent_at=at)
        Notice.objects.filter(pk__in=[one.pk for one in letter.news]).update(mailed_at=at)
        sent.append(letter)
    return Sent(tuple(sent), tuple(failed))


def _send(letter: Letter, day: date) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        context = {"letter": letter, "day": day, "site": settings.SITE_ADDRESS}
        subject = f"NTM: {len(letter.due)} việc đến hạn, {len(letter.news)} tin mới"
        body = render_to_string("notices/digest.txt", context)
    send_mail(subject, body, None, [letter.to.email])
