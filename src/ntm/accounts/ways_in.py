"""Ways into an account beside the password, which end with it; who gives such ways registers how to end them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ntm.accounts.models import User

Ending = Callable[[User, str, datetime], int]  # the person, who ends it, when; returns how many there were

_endings: list[Ending] = []


def register(ending: Ending) -> None:
    """Let ``ending`` be asked whenever all other ways into an account end."""
    if ending not in _endings:
        _endings.append(ending)


def end_ways_in(person: User, *, by: str, at: datetime) -> int:
    """End every way in that is neither the password nor a session; return how many there were."""
    return sum(ending(person, by, at) for ending in _endings)
