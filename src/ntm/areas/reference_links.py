"""What points at the country's units: parents, successions, traits and figures, made but not yet kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ntm.areas.models import (
    ChangeKind,
    Figure,
    LegalOrder,
    Parent,
    Succession,
    Tier,
    Trait,
    TraitName,
    Unit,
    WeightBasis,
)
from ntm.areas.reference import census, region_of_provinces, special_areas
from ntm.areas.reference_units import EVE, MERGED_2024, OLDEST, TWO_TIERS, ReferenceUnits, is_of_thai_nguyen

Orders = Mapping[str, LegalOrder]


def parents(units: ReferenceUnits) -> list[Parent]:
    """Put districts under provinces and communes under districts until 30/06/2025, then communes under provinces."""
    lists = units.lists
    provinces = {listed.code: units.old[listed.key] for listed in lists.old_provinces}
    districts = {listed.code: units.old[listed.key] for listed in lists.old_districts}
    new_provinces = {listed.code: units.new[listed.key] for listed in lists.new_provinces}
    old = [(units.old[one.key], provinces[one.parent_code]) for one in lists.old_districts]
    old += [(units.old[one.key], districts[one.parent_code]) for one in lists.old_communes]
    ended = [(units.february[one.code], districts[one.district_code]) for one in units.ended]
    new = [(units.new[one.key], new_provinces[one.parent_code]) for one in lists.new_communes]
    return [
        *(_parent(*pair, since=pair[0].valid_from, until=TWO_TIERS - EVE) for pair in old),
        *(_parent(*pair, since=pair[0].valid_from, until=MERGED_2024 - EVE) for pair in ended),
        *(_parent(*pair, since=TWO_TIERS, until=None) for pair in new),
    ]


def successions(units: ReferenceUnits, orders: Orders) -> list[Succession]:
    """Say what became of every unit that ended."""
    return [
        *_of_2024(units, orders["1240/NQ-UBTVQH15"]),
        *_of_provinces(units, orders["202/2025/QH15"]),
        *_of_districts(units, orders["203/2025/QH15"]),
        *_of_communes(units, orders["1683/NQ-UBTVQH15"]),
    ]


def regions(units: ReferenceUnits, folder: Path) -> list[Trait]:
    """Put regions on the provinces of 2024; a merged province has one only where its members agree."""
    region = region_of_provinces(folder)
    old = {listed.key: region[listed.code] for listed in units.lists.old_provinces}
    found = [_region(units.old[key], value, OLDEST) for key, value in old.items()]
    for listed in units.lists.new_provinces:
        members = {old[key] for key, news in units.lists.new_provinces_of.items() if listed.key in news}
        if units.new[listed.key].valid_from == TWO_TIERS and len(members) == 1:
            found.append(_region(units.new[listed.key], members.pop(), TWO_TIERS))
    return found


def special_traits(units: ReferenceUnits, folder: Path) -> list[Trait]:
    """Put safe zones and hardship zones on the units of Thái Nguyên that they were decided for."""
    by_code = {unit.code: unit for unit in units.old.values() if unit.tier == Tier.DISTRICT} | units.february
    return [
        Trait(
            unit=by_code[special.code],
            name=special.trait,
            value=special.value,
            valid_from=special.valid_from,
            valid_until=special.valid_until,
            source=special.source[:300],
            confidence=special.confidence,
        )
        for special in special_areas(folder)
    ]


def figures(units: ReferenceUnits, folder: Path) -> list[Figure]:
    """Put people and area of the census of 2009 on the units of Thái Nguyên of February 2024."""
    return [
        Figure(
            unit=units.february[counted.code],
            name=name,
            as_of=counted.counted_on,
            amount=amount,
            source=counted.source,
            confidence=counted.confidence,
        )
        for counted in census(folder)
        for name, amount in (("population", counted.population), ("area_km2", counted.area_km2))
    ]


def _of_2024(units: ReferenceUnits, order: LegalOrder) -> list[Succession]:
    return [
        Succession(
            order=order,
            kind=ended.change,
            effective_on=MERGED_2024,
            predecessor=units.february[ended.code],
            successor=units.december[ended.became_code],
        )
        for ended in units.ended
    ]


def _of_provinces(units: ReferenceUnits, order: LegalOrder) -> list[Succession]:
    return [
        Succession(
            order=order,
            kind=ChangeKind.MERGED,
            effective_on=TWO_TIERS,
            predecessor=units.old[old],
            successor=units.new[news[0]],
        )
        for old, news in units.lists.new_provinces_of.items()
        if units.old[old] is not units.new[news[0]]
    ]


def _of_districts(units: ReferenceUnits, order: LegalOrder) -> list[Succession]:
    """Districts have no successor at their tier; five island districts became special zones."""
    return [
        Succession(
            order=order,
            kind=ChangeKind.TIER_REMOVED,
            effective_on=TWO_TIERS,
            predecessor=units.old[listed.key],
            successor=units.new.get(units.lists.zones_of_districts.get(listed.key, "")),
        )
        for listed in units.lists.old_districts
    ]


def _of_communes(units: ReferenceUnits, order_of_thai_nguyen: LegalOrder) -> list[Succession]:
    """Old communes and their successors; a split has no known shares, so its parts are equal.

    Of the orders of July 2025 only that of Thái Nguyên is known.
    """
    return [
        Succession(
            order=order_of_thai_nguyen if is_of_thai_nguyen(key) else None,
            kind=ChangeKind.SPLIT if len(keys) > 1 else ChangeKind.MERGED,
            effective_on=TWO_TIERS,
            predecessor=units.old[old],
            successor=units.new[key],
            share_denominator=len(keys),
            basis=WeightBasis.ASSUMED if len(keys) > 1 else WeightBasis.WHOLE,
        )
        for old, keys in ((listed.key, units.lists.new_communes_of[listed.key]) for listed in units.lists.old_communes)
        for key in keys
        if units.new[key] is not units.old[old]
    ]


def _parent(unit: Unit, parent: Unit, *, since: date, until: date | None) -> Parent:
    return Parent(unit=unit, parent=parent, valid_from=since, valid_until=until)


def _region(unit: Unit, value: str, since: date) -> Trait:
    source = "318/QĐ-TTg; reference/regions.csv"
    return Trait(unit=unit, name=TraitName.REGION, value=value, valid_from=since, source=source, confidence="high")
