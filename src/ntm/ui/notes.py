"""The quiet lines under the top bar, told by other apps.

An app registers a provider in its module ``shell.py``; the shell asks each one on every page:

    @notes.register
    def map_of_another_day(request: Request) -> Text | None: ...
"""

from __future__ import annotations

from collections.abc import Callable

from ntm.core.problems import Problem, Text
from ntm.ui.requests import Request

Provider = Callable[[Request], Text | None]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` on every page for a line that is said when it is not None."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def gathered(request: Request) -> tuple[Text, ...]:
    """Return every line that holds for this page, in order of registration."""
    return tuple(line for line in (_asked(provider, request) for provider in _providers) if line)


def _asked(provider: Provider, request: Request) -> Text | None:
    """Ask one provider. The page that explains a Problem must not fail for the same Problem."""
    try:
        return provider(request)
    except Problem:
        return None
