"""Standings that moved, told to the apps above in the same transaction; recognition watches for slips."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ntm.areas.models import Unit
from ntm.assessments.models import Standing


@dataclass(frozen=True, slots=True)
class Move:
    """One standing before and after an act; None where there was none, or is none any more."""

    unit: Unit
    before: Standing | None
    after: Standing | None

    @property
    def newly_unmet(self) -> tuple[str, ...]:
        """Codes of the criteria that are not met now and were not so before."""
        if self.after is None:
            return ()
        before = self.before.outcomes if self.before else {}
        unmet = (code for code, outcome in self.after.outcomes.items() if outcome == "not_met")
        return tuple(code for code in unmet if before.get(code) != "not_met")


Watcher = Callable[[Sequence[Move], datetime], None]
_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Tell ``watcher`` of every move; called once, when its app is ready."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def tell(moves: Sequence[Move], at: datetime) -> None:
    """Tell every watcher which standings moved; nobody hears of nothing."""
    if moves:
        for watcher in _watchers:
            watcher(moves, at)
