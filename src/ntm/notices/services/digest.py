"""Sending the letters of a day, each at most once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from ntm.notices.letters import Letter, letters_of, written
from ntm.notices.models import Digest, Notice
from ntm.notices.problems import MailServerNotReached


@dataclass(frozen=True, slots=True)
class Sent:
    """Who was written to, and which addresses were refused, with the reason."""

    letters: tuple[Letter, ...]
    failed: tuple[tuple[Letter, str], ...]


def send_digests(day: date, *, at: datetime) -> Sent:
    """Send the day's letters. One refused address stops nobody else; running again sends nothing twice.

    A letter is marked as sent before it leaves, and the mark is taken back when it is refused: two runs at once cannot
    both send it. A run killed in between loses that one letter; what it told goes out the next day.
    Raises MailServerNotReached; what was sent before stays sent.
    """
    # All are written before the server is called: it does not wait while we look things up.
    letters = list(letters_of(day))
    post = get_connection()
    sent: list[Letter] = []
    failed: list[tuple[Letter, str]] = []
    try:
        for letter in letters:
            _open(post, sent=len(sent), left=len(letters) - len(sent))
            mark, is_ours = Digest.objects.get_or_create(to=letter.to, day=day, defaults={"sent_at": at})
            if not is_ours:
                continue
            if refused := _send(letter, post):
                mark.delete()
                failed.append((letter, refused))
                continue
            _mark_mailed(letter, at)
            sent.append(letter)
    finally:
        post.close()
    return Sent(tuple(sent), tuple(failed))


def _open(post: BaseEmailBackend, *, sent: int, left: int) -> None:
    """Call the mail server, unless the line is open."""
    try:
        post.open()
    except OSError as error:
        raise MailServerNotReached(str(error), sent=sent, left=left) from error


def _send(letter: Letter, post: BaseEmailBackend) -> str:
    """Hand one letter over; return why it was refused, or nothing. An address can be refused before it leaves."""
    try:
        post.send_messages([written(letter)])
    except (OSError, ValueError) as error:  # SMTPException is an OSError; ValueError: the address is not one
        post.close()
        return str(error) or type(error).__name__
    return ""


def _mark_mailed(letter: Letter, at: datetime) -> None:
    """Mark what the letter told; a notice that says other words since then goes out with the next one."""
    told = Notice.objects.filter(pk__in=[one.pk for one in letter.news])
    told.filter(made_at__in={one.made_at for one in letter.news}).update(mailed_at=at)
