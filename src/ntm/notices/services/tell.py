from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from ntm.accounts.models import User
from ntm.core.problems import Text
from ntm.notices.models import Notice

_LONGEST_WORDS, _LONGEST_ADDRESS = 500, 300


@transaction.atomic
def tell(people: Iterable[User], *, about: str, words: Text, address: str, at: datetime) -> list[Notice]:
    """Tell people something once, and return the notice of each.

    Whoever has not read yet what was told before of the same matter and page keeps that one notice: it says the new
    words, and goes out by e-mail again. ``address`` is a path on this site. Nobody whose account is closed is told;
    words that are too long end in “…”.
    Raises ValueError when ``address`` leads elsewhere or is longer than 300 characters.
    """
    _check(address)
    to = {person.pk for person in people if person.is_active}
    said = {"vi": _short(words.vi), "en": _short(words.en), "made_at": at}
    unread = Notice.objects.filter(to__in=to, about=about, address=address, read_at=None)
    unread.update(**said, mailed_at=None)
    # Whoever has such a notice already has it renewed, perhaps by somebody who told them in this very moment: the
    # database keeps one unread notice for each matter and page, and passes over a second.
    fresh = [Notice(to_id=person, about=about, address=address, **said) for person in sorted(to)]
    Notice.objects.bulk_create(fresh, ignore_conflicts=True)
    return list(unread.order_by("to"))


def _check(address: str) -> None:
    here = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    if not here or len(address) > _LONGEST_ADDRESS:
        raise ValueError(f"A notice leads to a path on this site of at most {_LONGEST_ADDRESS} characters: {address!r}")


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_WORDS else f"{words[: _LONGEST_WORDS - 1]}…"
