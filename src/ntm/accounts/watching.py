"""Signing in and out, and what people do to their own password and second step.

What changes an account is an act of the audit log; who came and who did not is a line of the server's log.
"""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.signals import authentication_step_completed, password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from ntm.accounts.middleware import HAS_IT
from ntm.accounts.models import User
from ntm.accounts.sessions import begin, renew_key
from ntm.accounts.ways_in import end_ways_in
from ntm.audit.services import record
from ntm.ui.clock import now

log = logging.getLogger("ntm.security")


def watch() -> None:
    """Listen from now on; called once when the product starts."""
    for signal in (password_changed, password_reset, password_set):
        signal.connect(_password, dispatch_uid="ntm.accounts.password")
    authenticator_added.connect(_step_added, dispatch_uid="ntm.accounts.step_added")
    for signal in (authenticator_removed, authenticator_reset):
        signal.connect(_step_removed, dispatch_uid="ntm.accounts.step_removed")
    user_logged_in.connect(_came_in, dispatch_uid="ntm.accounts.came_in")
    user_logged_out.connect(_went, dispatch_uid="ntm.accounts.went")
    user_login_failed.connect(_was_wrong, dispatch_uid="ntm.accounts.was_wrong")
    user_locked_out.connect(_is_locked, dispatch_uid="ntm.accounts.is_locked")
    authentication_step_completed.connect(_proved, dispatch_uid="ntm.accounts.proved")


def _password(user: User, **_: Any) -> None:
    """Whoever knew the old password may have made a way in with it."""
    end_ways_in(user, by=user.username, at=now())
    record("accounts.password_changed", subject=user.username, by=user.username, at=now())


def _step_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("accounts.second_step_added", user, authenticator)


def _step_removed(user: User, authenticator: Authenticator, request: HttpRequest, **_: Any) -> None:
    request.session.pop(HAS_IT, None)
    _record("accounts.second_step_removed", user, authenticator)


def _record(act: str, user: User, authenticator: Authenticator) -> None:
    record(act, subject=user.username, by=user.username, at=now(), detail={"kind": str(authenticator.type)})


def _came_in(request: HttpRequest, user: User, **_: Any) -> None:
    begin(request)
    log.info("signed in: %s from %s", user.username, _machine(request))


def _went(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user:
        log.info("signed out: %s from %s", user.username, _machine(request))


def _was_wrong(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    log.warning("wrong password: %s from %s", str(credentials.get("username"))[:150], _machine(request))


def _is_locked(request: HttpRequest, username: str, **_: Any) -> None:
    log.warning("name closed after wrong passwords: %s from %s", str(username)[:150], _machine(request))


def _proved(request: HttpRequest, user: User, method: str, *, reauthenticated: bool = False, **_: Any) -> None:
    """Whoever proves again who they are goes on under a new session key, as after signing in."""
    if reauthenticated:
        renew_key(request)
    log.info("proved by %s: %s from %s", method, user.username, _machine(request))


def _machine(request: HttpRequest | None) -> str:
    return str(request.META.get("REMOTE_ADDR", "-")) if request else "-"
