"""What people do to their own password and second step, told to the log."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.http import HttpRequest

from ntm.accounts.middleware import HAS_IT
from ntm.accounts.models import User
from ntm.audit.services import record
from ntm.ui.clock import now


def watch() -> None:
    """Listen from now on; called once when the product starts."""
    for signal in (password_changed, password_reset, password_set):
        signal.connect(_password, dispatch_uid="ntm.accounts.password")
    authenticator_added.connect(_step_added, dispatch_uid="ntm.accounts.step_added")
    for signal in (authenticator_removed, authenticator_reset):
        signal.connect(_step_removed, dispatch_uid="ntm.accounts.step_removed")


def _password(user: User, **_: Any) -> None:
    record("accounts.password_changed", subject=user.username, by=user.username, at=now())


def _step_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("accounts.second_step_added", user, authenticator)


def _step_removed(user: User, authenticator: Authenticator, request: HttpRequest, **_: Any) -> None:
    request.session.pop(HAS_IT, None)
    _record("accounts.second_step_removed", user, authenticator)


def _record(act: str, user: User, authenticator: Authenticator) -> None:
    record(act, subject=user.username, by=user.username, at=now(), detail={"kind": str(authenticator.type)})
