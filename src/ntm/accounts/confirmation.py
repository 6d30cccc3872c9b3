"""Asking once more who somebody is, before a way into an account is made or changed."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required

from ntm.accounts.requests import SignedIn


@reauthentication_required  # type: ignore[untyped-decorator]  # the library has no types
def confirms_who_they_are(request: SignedIn) -> None:
    """Lead to the page that asks for the password or a code, unless it was given a short while ago, and back."""
