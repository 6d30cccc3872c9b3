"""Which places the law can tell apart.

Eleven thousand communes stand in a few dozen kinds of place. A *standpoint* is a place without anything
that a set does not look at: two units of one standpoint are asked the same on every day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.levels import EVERYWHERE, Grouping
from ntm.core.rulebook.places import Place, RegionRule


@dataclass(frozen=True, slots=True)
class Sight:
    """What some indicators look at: region, commune group, traits and provinces, and when the law changes.

    ``rule`` is the one by which some places take the levels of another region, where all levels share it;
    else ``traits`` are all that any rule looks at. ``changes`` are the days from which any level says
    something else, oldest first.
    """

    region: bool
    group: bool
    rule: RegionRule | None
    traits: frozenset[str]
    provinces: frozenset[str]
    changes: tuple[date, ...]

    @classmethod
    def of(cls, indicators: Iterable[Indicator]) -> Sight:
        asked = [one for indicator in indicators for one in _with_what_it_rests_on(indicator)]
        every = [one.levels for one in asked if one.levels is not None]
        by_place = [one for one in every if EVERYWHERE not in one.by_key]
        by_region = [one for one in by_place if one.grouping is not Grouping.COMMUNE_GROUP]
        rules = {one.region_rule for one in by_region}
        shared = rules.pop() if len(rules) == 1 else None
        decided = [levels for one in asked for levels in one.provincial.values()]
        dated = [one for by_key in (*(one.by_key for one in every), *decided) for one in by_key.values()]
        return cls(
            region=bool(by_region),
            group=len(by_region) < len(by_place),
            rule=shared,
            traits=frozenset(trait for rule in rules if rule for trait in rule.all_of | rule.any_of),
            provinces=frozenset(province for one in asked for province in one.provincial),
            changes=tuple(sorted({begins for one in dated for begins, _ in one.steps})),
        )

    def standpoint(self, place: Place) -> Place:
        """Return the place with only what the levels look at; one that the shared rule covers has its region."""
        region = self.rule.region if self.rule and self.rule.covers(place) else place.region
        return Place(
            region=region if self.region else None,
            group=place.group if self.group else None,
            traits=place.traits & self.traits,
            province=place.province if place.province in self.provinces else None,
        )


def _with_what_it_rests_on(indicator: Indicator) -> Iterator[Indicator]:
    """Walk an indicator, its parts, and the indicators whose levels theirs are multiples of."""
    yield indicator
    below = (*indicator.parts, *([indicator.multiple.of] if indicator.multiple else []))
    for one in below:
        yield from _with_what_it_rests_on(one)
