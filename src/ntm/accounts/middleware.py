"""Some roles may only work with a second step: until it is set up, every page leads there."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ntm.accounts.models import Role
from ntm.accounts.problems import UnknownRole
from ntm.accounts.selectors import held_by
from ntm.ui.clock import today

HAS_IT = "has_second_step"  # in the session, so that ordinary pages ask the database nothing
# Setting it up, proving who one is, leaving, and choosing the language stay open.
_OPEN = ("mfa_", "account_")
_OPEN_TOO = {"accounts:sign_out", "accounts:demo_sign_in", "ui:set_language", "ui:health", "ui:ready"}


class SecondStepForRoles:
    """Lead whoever holds a role of ``NTM_MFA_FOR`` to the page where the second step is set up."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.MFA_FOR:
            raise MiddlewareNotUsed
        if unknown := sorted(settings.MFA_FOR - set(Role.values)):
            raise UnknownRole(unknown)
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith(_OPEN) or name in _OPEN_TOO or not self._is_missing(request):
            return None
        return redirect("mfa_index")

    def _is_missing(self, request: HttpRequest) -> bool:
        user = request.user
        if user.is_anonymous or request.session.get(HAS_IT) == user.pk:
            return False
        if not any(held.role in settings.MFA_FOR for held in held_by(user, today())):
            return False
        if is_mfa_enabled(user):
            request.session[HAS_IT] = user.pk
            return False
        return True
