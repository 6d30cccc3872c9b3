"""People as administrators see them: the list, one person, and what is done to a person."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts import services
from ntm.accounts.administration import person_for, require_administrator
from ntm.accounts.confirmation import confirms_who_they_are
from ntm.accounts.forms import NewPersonForm, PersonForm
from ntm.accounts.forms.people import known
from ntm.accounts.models import Role, User
from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors.administrators import administered, people_under
from ntm.accounts.selectors.directory import (
    CLOSED,
    IDLE,
    OPEN,
    Wanted,
    assignments_of,
    delegations_given,
    delegations_received,
    directory,
    offices_with_people,
)
from ntm.core.problems import Text
from ntm.ui.clock import now, today

ON_A_PAGE = 50
STATES = [
    (OPEN, Text("đang mở", "open")),
    (IDLE, Text("chưa có vai trò", "without a role")),
    (CLOSED, Text("đã đóng", "closed")),
]


@require_safe
def people(request: SignedIn) -> HttpResponse:
    """Everybody in the administrator's units; filters stand in the address."""
    admin, day = require_administrator(request), today()
    wanted = Wanted(**{name: request.GET.get(name, "").strip() for name in ("words", "role", "unit", "state")})
    page = Paginator(directory(people_under(admin, day), wanted, day), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "wanted": wanted, "roles": Role.choices, "states": STATES}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: SignedIn) -> HttpResponse:
    """Make a person; what they may do comes next."""
    require_administrator(request)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.add_person(**form.cleaned_data, by=request.user.username, at=now())
        messages.success(
            request, _("%(name)s is here. Give a role next, then a link to set the password.") % {"name": made}
        )
        return redirect("accounts:person", made.pk)
    return render(request, "accounts/add_person.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: SignedIn, person_id: int) -> HttpResponse:
    """One person: name and e-mail to change, assignments, and what can be done."""
    found = person_for(request, person_id)
    form = PersonForm(request.POST or None, initial=known(found))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["email"] != found.email:
            confirms_who_they_are(request)  # the forgotten password goes to the new one
        services.change_person(found, **form.cleaned_data, by=request.user.username, at=now())
        messages.success(request, _("Saved."))
        return redirect("accounts:person", found.pk)
    return render(request, "accounts/person.html", _about(found, form), status=422 if form.is_bound else 200)


@require_POST
def close(request: SignedIn, person_id: int) -> HttpResponse:
    found = services.close_person(person_for(request, person_id), by=request.user.username, at=now())
    return _done(request, found, _("The account is closed, and signed out everywhere."))


@require_POST
def reopen(request: SignedIn, person_id: int) -> HttpResponse:
    found = services.open_person(person_for(request, person_id), by=request.user.username, at=now())
    return _done(request, found, _("The account is open again."))


@require_POST
def unlock(request: SignedIn, person_id: int) -> HttpResponse:
    found = person_for(request, person_id)
    services.unlock(found, by=request.user.username, at=now())
    return _done(request, found, _("The name is open for the right password again."))


@require_POST
def forget_second_step(request: SignedIn, person_id: int) -> HttpResponse:
    found = person_for(request, person_id)
    confirms_who_they_are(request)
    services.forget_second_step(found, by=request.user.username, at=now())
    return _done(request, found, _("The second step is taken away; the password alone lets the person in."))


@require_POST
def password_link(request: SignedIn, person_id: int) -> HttpResponse:
    """Show the one-time link once; it stands in no address, no log and no message that is kept."""
    found = person_for(request, person_id)
    confirms_who_they_are(request)
    address = services.set_password_link(found, by=request.user.username, at=now())
    context = {
        "person": found,
        "link": request.build_absolute_uri(address),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
    }
    answer = render(request, "accounts/password_link.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_safe
def offices(request: SignedIn) -> HttpResponse:
    """Every office, and who stands for it today in the administrator's units."""
    units = administered(require_administrator(request), today())
    return render(request, "accounts/offices.html", {"offices": offices_with_people(units, today())})


def _about(found: User, form: PersonForm) -> dict[str, object]:
    day = today()
    rows = [(one, one.valid_until is not None and one.valid_until < day) for one in assignments_of(found)]
    delegations = [*delegations_given(found, day), *delegations_received(found, day)]
    return {"person": found, "form": form, "rows": rows, "delegations": delegations, "day": day}


def _done(request: SignedIn, found: User, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("accounts:person", found.pk)
