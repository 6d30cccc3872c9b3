"""Who is behind a request, and the doors to what it asks for."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja.security import HttpBearer, SessionAuth

from ntm.accounts.models import User
from ntm.accounts.requests import SignedIn
from ntm.api.models import Token
from ntm.api.problems import ReadsOnly
from ntm.api.services import person_of
from ntm.ui.clock import today

_SAFE = {"GET", "HEAD", "OPTIONS"}


class TokenAuth(HttpBearer):
    """``Authorization: Bearer ntm_…``: the request acts as the token's person. Raises ReadsOnly."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = person_of(token, today())
        if found is None:
            return None
        if request.method not in _SAFE and not found.may_write:
            raise ReadsOnly
        request.user = found.user
        return found.user


class Session(SessionAuth):
    """The person who is signed in at the pages; writing asks for the page's CSRF token."""


def person(request: HttpRequest) -> User:
    """Return the person whom the request acts for."""
    return cast("User", request.user)


def signed_in(request: HttpRequest) -> SignedIn:
    """Return the request as the pages' own functions take it."""
    return cast("SignedIn", request)


def token_for(user: User, token_id: int) -> Token:
    """Return a token of the person's own; otherwise answer 404, telling nothing."""
    if user.is_anonymous:
        raise Http404
    return get_object_or_404(Token, pk=token_id, user=user)
