"""The API's door: who gets in, what is served where, and how errors read."""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.throttling import UserRateThrottle

from ntm.api.access import Session, TokenAuth
from ntm.api.problems import BadInput, FromAnotherPage, NotForYou, TooManyRequests, WhoAreYou
from ntm.api.routes import accounts, areas, assessments, capital, law, plans, standings
from ntm.api.services import HINT
from ntm.api.telling import refusal
from ntm.core.problems import Problem

log = logging.getLogger("ntm.security")
PER_MINUTE = "600/m"  # requests of one person or token

site = NinjaAPI(
    title="ntm",
    version="1",
    description="Nông thôn mới: units, law, standings, figures, plan and capital, as the person may see them.",
    urls_namespace="api",
    auth=[TokenAuth(), Session()],
    docs_url=None,
    throttle=[UserRateThrottle(PER_MINUTE)],  # by number: two people may bear the same name
)
for _place, _router in (
    ("", accounts.router),
    ("units", areas.router),
    ("law", law.router),
    ("", standings.router),
    ("rounds", assessments.router),
    ("plan", plans.router),
    ("capital", capital.router),
):
    site.add_router(_place, _router)


@site.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    return _refused(request, 422, problem)


@site.exception_handler(ValidationError)
def _bad_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _refused(request, 422, BadInput([(".".join(map(str, one["loc"][1:])), one["msg"]) for one in error.errors]))


@site.exception_handler(AuthenticationError)
def _unknown_person(request: HttpRequest, _: AuthenticationError) -> HttpResponse:
    """Ask who it is; a token that opens nothing is told to the log, by the end of it that its owner sees."""
    if given := request.headers.get("Authorization", ""):
        log.warning("API token refused: …%s from %s", given[-HINT:], request.META.get("REMOTE_ADDR"))
    return _refused(request, 401, WhoAreYou())


@site.exception_handler(Http404)
def _missing(request: HttpRequest, _: Http404) -> HttpResponse:
    return _refused(request, 404, NotForYou())


@site.exception_handler(RawPostDataException)
def _a_form(request: HttpRequest, _: RawPostDataException) -> HttpResponse:
    """Say that a form came where JSON is read."""
    return _refused(request, 422, BadInput([("body", "JSON is read here, not a form")]))


@site.exception_handler(HttpError)
def _turned_away(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Say why the library itself turned a request away."""
    problem = {403: FromAnotherPage, 429: TooManyRequests}.get(error.status_code)
    return _refused(request, error.status_code, problem() if problem else BadInput([("", str(error))]))


def _refused(request: HttpRequest, status: int, problem: Problem) -> HttpResponse:
    return site.create_response(request, refusal(problem), status=status)


def addresses() -> tuple[Any, str, str]:
    """Return the API's addresses; its own doors ask who one is, so the pages' sign-in does not."""
    patterns, app, space = site.urls
    for pattern in patterns:
        if pattern.callback is not None:
            login_not_required(pattern.callback)
    return patterns, app, space
