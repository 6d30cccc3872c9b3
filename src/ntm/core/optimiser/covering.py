"""Finding the ceilings over a source, an area and a year without looking through all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ntm.core.optimiser.parts import Ceiling, Choice, Work

_Where = tuple[str, str, str, int]  # source, area, province, year


class Covering:
    """The places of the ceilings that cover a work's source in a year, those of the narrowest window first."""

    def __init__(self, ceilings: Sequence[Ceiling]) -> None:
        self.ceilings = ceilings
        self._by_source: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, ceiling in enumerate(ceilings):
            self._by_source[ceiling.source, ceiling.area].append(place)
        self._known: dict[_Where, tuple[int, ...]] = {}

    def of(self, work: Work, source: str, year: int) -> tuple[int, ...]:
        """Return the places of every ceiling over a source for a work in a year; empty: it gives nothing."""
        key = (source, work.area, work.province, year)
        if key not in self._known:
            places = [
                place
                for area in dict.fromkeys((work.area, work.province, ""))
                for place in self._by_source.get((source, area), ())
                if self.ceilings[place].covers(work, year)
            ]
            # Narrow areas come first already; among them, short windows before long ones.
            self._known[key] = tuple(
                sorted(places, key=lambda one: self.ceilings[one].year - self.ceilings[one].begins)
            )
        return self._known[key]

    def left(self, works: dict[str, Work], choices: Iterable[Choice]) -> list[int]:
        """Return what is left under each ceiling, by place, once some choices are paid."""
        left = [ceiling.dong for ceiling in self.ceilings]
        for choice in choices:
            for source, dong in choice.paid.items():
                for place in self.of(works[choice.work], source, choice.year):
                    left[place] -= dong
        return left
