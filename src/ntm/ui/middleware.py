"""The day that a whole screen follows, and Problems turned into pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

from ntm.core.problems import Problem
from ntm.ui.clock import today
from ntm.ui.machine import machine_problem
from ntm.ui.requests import Request

log = logging.getLogger("ntm")
Answer = Callable[[HttpRequest], HttpResponse]


class VietnameseFirst:
    """Speak Vietnamese until the reader chooses English, whatever language the browser was sold in."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
            response.headers.setdefault("Content-Language", language)
        return response


class TheDay:
    """Put ``request.day`` on every request: from the address, else the default day.

    Nothing is remembered between requests, so that a link sent to a colleague shows what the
    sender saw.
    """

    def __init__(self, answer: Callable[[Request], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        try:
            request.day = date.fromisoformat(request.GET.get("day", ""))
        except ValueError:
            request.day = today()
        return self.answer(request)


class ProblemsAsPages:
    """Turn any Problem that a view raises into a page that says what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Problem):
            return problem_answer(request, exception, status=422)
        trouble = machine_problem(exception)
        return problem_answer(request, trouble, status=trouble.status) if trouble else None


def problem_answer(request: HttpRequest, problem: Problem, *, status: int) -> HttpResponse:
    """Say a Problem as JSON to a program that asks for it, else as a page; and in the log."""
    log.warning("[%s] %s", problem.code, problem.said_in("vi"))
    if "application/json" in request.headers.get("Accept", ""):
        language = translation.get_language() or settings.LANGUAGE_CODE
        what, do = problem.what.said_in(language), problem.do.said_in(language)
        return JsonResponse({"code": problem.code, "what": what, "do": do}, status=status)
    return problem_page(request, problem, status=status, back=_came_from(request))


def problem_page(request: HttpRequest, problem: Problem, *, status: int, back: str = "") -> HttpResponse:
    """Say a Problem as a page; ``back`` is where its button leads, the first page when empty."""
    return render(request, "ui/problem.html", {"problem": problem, "back": back}, status=status)


def _came_from(request: HttpRequest) -> str:
    """Return the page of this site that led here, or nothing."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()})
    return before if ours and before != request.build_absolute_uri() else ""
