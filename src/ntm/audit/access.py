"""Who may read the log. People and roles stand above this app, so that app brings the answer here."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest

Answer = Callable[[HttpRequest], bool]

_asked: list[Answer] = []


def register(answer: Answer) -> None:
    """Let ``answer`` say who may read the log; the last one registered is asked."""
    _asked[:] = [answer]


def may_read(request: HttpRequest) -> bool:
    """Say whether the person behind the request may read the log; nobody may until somebody says who."""
    return bool(_asked) and _asked[0](request)


def require_reader(request: HttpRequest) -> None:
    """Answer 404, telling nothing, to anybody who may not read the log."""
    if not may_read(request):
        raise Http404
