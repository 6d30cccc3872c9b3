"""How often one may ask for what costs much or could be guessed; the rates stand in the settings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from ntm.core.problems import Problem, Text
from ntm.ui.middleware import problem_page

log = logging.getLogger("ntm.security")
_NOT_FOR_THEM = {403, 404}  # forbidden looks like missing, to whoever asks; the log keeps who did


class TooOften(Problem):
    """Somebody asked for the same kind of thing too often in a short while."""

    code = "accounts/too-often"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            Text("Có quá nhiều yêu cầu trong thời gian ngắn.", "There were too many requests in a short time."),
            Text(f"Hãy đợi {seconds} giây rồi thử lại.", f"Wait {seconds} seconds, then try again."),
        )


class RateLimits:
    """Answer 429 when a rate of ``RATE_LIMITS`` is used up; nothing of the view has run then.

    The counting is the library's, which signs people in and counts codes with it; it has no public name there.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.status_code in _NOT_FOR_THEM and request.user.is_authenticated:
            who, where = request.user.get_username(), request.META.get("REMOTE_ADDR")
            log.info(
                "not there or not allowed: %s %s asked for by %s from %s", request.method, request.path, who, where
            )
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        for name, rate in _rates_for(request):
            if not ratelimit.consume(
                request, app="ntm", action=name, config={name: rate}, user=request.user, limit_get=True
            ):
                return _refused(request, name, rate)
        return None


def _rates_for(request: HttpRequest) -> Iterator[tuple[str, str]]:
    view = request.resolver_match.view_name if request.resolver_match else ""
    method = "GET" if request.method == "HEAD" else request.method
    for name, (rate, methods, views) in settings.RATE_LIMITS.items():
        if method in methods and view in views:
            yield name, rate
    if method == "POST" and request.user.is_authenticated and request.content_type == "multipart/form-data":
        yield "upload", settings.UPLOAD_RATE


def _refused(request: HttpRequest, name: str, rate: str) -> HttpResponse:
    seconds = max(int(one.duration) for one in ratelimit.parse_rates(rate))
    who = request.user.get_username() or "-"
    log.warning("too often: %s by %s from %s at %s", name, who, request.META.get("REMOTE_ADDR"), request.path)
    answer = problem_page(request, TooOften(seconds), status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
