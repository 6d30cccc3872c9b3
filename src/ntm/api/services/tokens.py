from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from ntm.accounts.models import User
from ntm.api.models import Token
from ntm.api.problems import TokenLastsTooLong, TooManyTokens
from ntm.audit.services import record

PREFIX = "ntm_"
LONGEST = timedelta(days=366)
MOST = 20  # open tokens of one person
HINT = 4  # letters of the key's end, by which its owner knows it


@transaction.atomic
def make_token(user: User, name: str, *, may_write: bool, expires_on: date, by: str, at: datetime) -> tuple[Token, str]:
    """Make a token of ``user``; return it with its key, which nobody can read again.

    Raises TokenLastsTooLong unless ``expires_on`` lies between the day of ``at`` and a year later, or TooManyTokens.
    """
    today = at.date()
    if not today <= expires_on <= today + LONGEST:
        raise TokenLastsTooLong(today + LONGEST)
    if Token.objects.select_for_update().filter(user=user).valid_on(today).count() >= MOST:
        raise TooManyTokens(MOST)
    key = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        name=name.strip(),
        digest=digest_of(key),
        hint=key[-HINT:],
        may_write=may_write,
        made_at=at,
        expires_on=expires_on,
    )
    detail = {"name": token.name, "may_write": may_write, "expires_on": expires_on.isoformat()}
    record("api.token_made", subject=user.username, by=by, at=at, detail=detail)
    return token, key


@transaction.atomic
def end_token(token: Token, *, by: str, at: datetime) -> Token:
    """End a token at once; ending it again changes nothing."""
    token = Token.objects.select_for_update(of=("self",)).select_related("user").get(pk=token.pk)
    if token.ended_at is None:
        token.ended_at = max(at, token.made_at)  # the clock may have gone back since
        token.save(update_fields=["ended_at"])
        record("api.token_ended", subject=token.user.username, by=by, at=at, detail={"name": token.name})
    return token


@transaction.atomic
def end_tokens(user: User, by: str, at: datetime) -> int:
    """End every token of a person at once, each with its line in the log; return how many there were."""
    open_ones = list(Token.objects.filter(user=user, ended_at=None).order_by("pk"))
    for token in open_ones:
        end_token(token, by=by, at=at)
    return len(open_ones)


def person_of(key: str, day: date) -> Token | None:
    """Return the valid token with this key, with its person; None for any other.

    Notes the day on which it was used, at most once a day.
    """
    if not key.startswith(PREFIX):
        return None
    token = Token.objects.valid_on(day).select_related("user").filter(digest=digest_of(key)).first()
    if token is not None and token.used_on != day:
        Token.objects.filter(pk=token.pk).update(used_on=day)
    return token


def digest_of(key: str) -> str:
    """Return what a key is known by; keys are long and random, so one plain hash is enough."""
    return sha256(key.encode()).hexdigest()
