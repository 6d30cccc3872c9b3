"""Where a unit stands in the law's geography: region, commune group and special traits."""

from __future__ import annotations

from dataclasses import dataclass

from ntm.core.problems import Text
from ntm.core.rulebook.confidence import Confidence


@dataclass(frozen=True, slots=True)
class Place:
    """What the law asks about a unit before it knows which level applies.

    ``region`` is a code such as TDMNPB (until 2025), ``group`` a commune group such as group-2 (from
    2026); None means not known. ``traits`` are words such as ``safe-zone``, ``hardship-zone-III``
    and ``poor-district``. ``province`` is the code whose own decisions apply.
    """

    region: str | None
    group: str | None = None
    traits: frozenset[str] = frozenset()
    province: str | None = None


@dataclass(frozen=True, slots=True)
class RegionRule:
    """Units with certain traits take the levels of another region (318/QĐ-TTg, Điều 1).

    A unit is covered when it has every trait in ``all_of`` and at least one in ``any_of``.
    """

    region: str
    all_of: frozenset[str]
    any_of: frozenset[str]
    name: Text
    confidence: Confidence
    source: str

    def covers(self, place: Place) -> bool:
        return self.all_of <= place.traits and not self.any_of.isdisjoint(place.traits)
