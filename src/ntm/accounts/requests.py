"""The request of a page that asks for sign-in, as every page but a few does."""

from __future__ import annotations

from ntm.accounts.models import User
from ntm.ui.requests import Request


class SignedIn(Request):
    """A request with the person behind it; the sign-in middleware lets nobody else through."""

    user: User
