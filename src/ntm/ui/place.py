"""The name of the place beside the product's name; the app that knows places registers how to find it."""

from __future__ import annotations

from collections.abc import Callable

from ntm.core.problems import Problem
from ntm.ui.requests import Request

Provider = Callable[[Request], str]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Let ``provider`` name the place; the last one registered is asked."""
    _providers[:] = [provider]


def place_name(request: Request) -> str:
    """Return the province that the screen shows, or nothing where nobody knows.

    The page that explains a Problem must not fail for the same Problem.
    """
    try:
        return _providers[0](request) if _providers else ""
    except Problem:
        return ""
