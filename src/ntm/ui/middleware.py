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

from ntm.core.problems import Problem, Text
from ntm.ui.clock import today
from ntm.ui.machine import machine_problem
from ntm.ui.requests import Request

log = logging.getLogger("ntm")
FIRST_DAY, LAST_DAY = date(1945, 9, 2), date(2199, 12, 31)  # years before and behind leave room to reckon
Answer = Callable[[HttpRequest], HttpResponse]
Refusing = Callable[[HttpRequest, int, Problem], HttpResponse]  # with a status and the reason
_refusing: dict[str, Refusing] = {}


def refuse_as(beginning: str) -> Callable[[Refusing], Refusing]:
    """Let a function say, for addresses that begin so, what is refused before anybody reads it: a decorator."""

    def register(refusing: Refusing) -> Refusing:
        _refusing[beginning] = refusing
        return refusing

    return register


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


class RequestTooLarge(Problem):
    """More was sent at once than the server takes."""

    code = "ui/request-too-large"

    def __init__(self, most_mb: int) -> None:
        super().__init__(
            Text(f"Gửi quá nhiều dữ liệu một lần (tối đa {most_mb} MB).", f"More than {most_mb} MB was sent at once."),
            Text("Hãy chia tệp thành nhiều lần gửi, hoặc giảm độ phân giải ảnh.", "Send fewer or smaller files."),
        )


class UnwritableMark(Problem):
    """A mark that no keyboard types and no database keeps stands in what was sent."""

    code = "ui/unwritable-mark"

    def __init__(self) -> None:
        super().__init__(
            Text("Nội dung gửi lên có ký tự không ghi được.", "A mark in what was sent cannot be written down."),
            Text("Hãy gõ lại, không dán từ tệp lạ.", "Type it again instead of pasting it."),
        )


class WholeRequest:
    """Refuse a request that says it is too large before any of it is read, and one with marks that nobody types."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not told.isdecimal() or int(told) > settings.REQUEST_MAX_MB * 1024 * 1024:
            return _refused_at_the_door(request, 413, RequestTooLarge(settings.REQUEST_MAX_MB))
        if "\0" in request.path or any("\0" in word for words in request.GET.lists() for word in (words[0], *words[1])):
            return _refused_at_the_door(request, 400, UnwritableMark())
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        if any("\0" in word for words in request.POST.lists() for word in (words[0], *words[1])):
            return _refused_at_the_door(request, 400, UnwritableMark())
        return None


def _refused_at_the_door(request: HttpRequest, status: int, problem: Problem) -> HttpResponse:
    """Say a Problem in plain words, or as the address is used to: who is asking is not known yet."""
    log.warning("[%s] %s", problem.code, problem.said_in("vi"))
    for beginning, refusing in _refusing.items():
        if request.path.startswith(beginning):
            return refusing(request, status, problem)
    said = problem.said_in(translation.get_language() or settings.LANGUAGE_CODE)
    return HttpResponse(f"{said}\n", status=status, content_type="text/plain; charset=utf-8")


class TheDay:
    """Put ``request.day`` on every request: from the address, else the default day.

    Nothing is remembered between requests, so that a link sent to a colleague shows what the
    sender saw.
    """

    def __init__(self, answer: Callable[[Request], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        request.day = _asked_day(request) or today()
        return self.answer(request)


def _asked_day(request: Request) -> date | None:
    """Return the day in the address; None for what is no day, or lies where no calendar of the programme reaches."""
    try:
        asked = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return asked if FIRST_DAY <= asked <= LAST_DAY else None


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
