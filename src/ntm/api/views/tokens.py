"""One's own tokens: see, make, end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ntm.accounts.confirmation import confirms_who_they_are
from ntm.accounts.requests import SignedIn
from ntm.api.access import token_for
from ntm.api.forms import TokenForm
from ntm.api.models import Token
from ntm.api.services import end_token, make_token
from ntm.core.problems import Problem
from ntm.ui.clock import now, today


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedIn) -> HttpResponse:
    """List one's tokens; a new one's key is shown in the answer to its making, and never again."""
    form, key = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        confirms_who_they_are(request)  # a token is a way in for as long as it lasts
        try:
            _, key = make_token(request.user, **form.cleaned_data, by=request.user.username, at=now())
            form = TokenForm()
        except Problem as problem:
            form.add_error(None, problem.said_in(request.LANGUAGE_CODE))
    context = {
        "tokens": Token.objects.filter(user=request.user),
        "today": today(),
        "form": form,
        "key": key,
    }
    return render(request, "api/tokens.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: SignedIn, token_id: int) -> HttpResponse:
    """End a token at once."""
    token = end_token(token_for(request.user, token_id), by=request.user.username, at=now())
    messages.success(request, gettext("The token %(name)s opens nothing any more.") % {"name": token.name})
    return redirect("tokens:tokens")
