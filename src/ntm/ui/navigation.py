"""The entries of the top bar. Each app names its own in a module ``shell.py``, found at start-up.

``register(Entry(Text("Kế hoạch", "Plan"), "plans:plan", order=50))``
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from ntm.core.problems import Text
from ntm.ui.requests import Request


def _everyone(_: Request) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: where it leads and who sees it.

    ``anchor`` is a part of the page. ``covers`` names further views during which the entry is
    marked as the current one; ``"plans:*"`` are all views of an app. ``shown`` may look at
    ``request.user`` and ``request.day``. ``count`` says how many new things stand there; every page
    asks it, so it may cost one query at most.
    """

    label: Text
    url_name: str
    order: int
    anchor: str = ""
    covers: tuple[str, ...] = ()
    shown: Callable[[Request], bool] = _everyone
    count: Callable[[Request], int] | None = None

    @property
    def address(self) -> str:
        return reverse(self.url_name)

    def is_current(self, request: Request) -> bool:
        """Say whether the page being shown stands under this entry; a part of a page never does."""
        match = request.resolver_match
        if self.anchor or match is None:
            return False
        return not {match.view_name, f"{match.namespace}:*"}.isdisjoint({self.url_name, *self.covers})


_entries: dict[tuple[str, str], Entry] = {}


def register(entry: Entry) -> None:
    """Add an entry; registering the same place again replaces it."""
    _entries[entry.url_name, entry.anchor] = entry


def entries_for(request: Request) -> tuple[Entry, ...]:
    """Return the entries that this request shows, in their order."""
    shown = (entry for entry in _entries.values() if entry.shown(request))
    return tuple(sorted(shown, key=lambda entry: entry.order))
