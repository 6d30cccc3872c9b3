"""Signing in and out; one click for the people of the demo."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ntm.accounts.adapters import BY_PASSWORD
from ntm.accounts.forms import SignInForm
from ntm.accounts.models import User
from ntm.accounts.services import demo_sign_ins


class SignIn(LoginView):  # type: ignore[misc]  # the library has no types
    """Ask for the name and password; a wrong name and a wrong password answer the same."""

    template_name = "accounts/sign_in.html"
    form_class = SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {"demo_sign_ins": demo_sign_ins() if settings.DEMO else [], "services": settings.OIDC_APPS}
        return {**super().get_context_data(**kwargs), **more}


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Sign out by POST; whoever has already signed out simply lands on the sign-in page.

    What the browser kept of photos and papers goes; what was typed and not yet sent stays on the machine.
    """

    next_page = "accounts:sign_in"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = super().post(request, *args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people without a password; the demo only."""
    username = request.POST.get("username", "")
    person = User.objects.filter(username=username, is_active=True).first()
    if not settings.DEMO or username not in dict(demo_sign_ins()) or person is None:
        raise Http404
    login(request, person, backend=BY_PASSWORD)
    UserSession.objects.create_from_request(request)
    return redirect(_next(request))


def _next(request: HttpRequest) -> str:
    """Return where the person wanted to go, as long as it is on this site."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}) else settings.LOGIN_REDIRECT_URL
