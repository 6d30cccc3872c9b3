"""The name of the place beside the product's name; the app that knows places registers how to find it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from ntm.core.problems import Problem

Provider = Callable[[HttpRequest], str]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let ``provider`` name the place; the last one registered is asked."""
    _providers[:] = [provider]


def place_name(request: HttpRequest) -> str:
    """Return the province that the screen shows, or nothing where nobody knows.

    The page that explains a Problem must not fail for the same Problem.
    """
    try:
        return _providers[0](request) if _providers else ""
    except Problem:
        return ""
