"""What higher apps have to say about single things of lower ones: “chosen in scenario X” beside a work.

A higher app registers a provider in its module ``shell.py``; the page that shows the things asks for their marks:

    @marks.register
    def chosen(kind: str, ids: Collection[int]) -> Mapping[int, Mark]: ...
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from ntm.core.problems import Text


@dataclass(frozen=True, slots=True)
class Mark:
    """A few words about a thing, and the page they lead to."""

    words: Text
    address: str


Provider = Callable[[str, Collection[int]], Mapping[int, Mark]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` whenever a page shows things of some kind, such as ``solution`` or ``work``."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def marks_for(kind: str, ids: Collection[int]) -> dict[int, list[Mark]]:
    """Return what there is to say about things of one kind, by id; nothing is asked for no things."""
    found: dict[int, list[Mark]] = defaultdict(list)
    for provider in _providers if ids else ():
        for one, mark in provider(kind, ids).items():
            found[one].append(mark)
    return dict(found)
