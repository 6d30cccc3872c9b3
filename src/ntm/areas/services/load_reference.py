from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ntm.areas.models import (
    ChangeKind,
    Figure,
    Kind,
    LegalOrder,
    Parent,
    Succession,
    Tier,
    Trait,
    TraitName,
    Unit,
    WeightBasis,
)
from ntm.areas.names import search_key, sort_key
from ntm.areas.national_list import Listed, NationalList, national_list
from ntm.areas.reference import Ended, census, ended_units, rows, special_areas
from ntm.audit.services import record

OLDEST = date(2021, 1, 1)  # the programme's first day; true starts of older units are not in the lists
THAI_NGUYEN = "19"
THAI_NGUYEN_LISTED_ON = date(2023, 5, 7)  # its commune-level units changed in April 2023; this list is exact
MERGED_2024 = date(2024, 12, 1)
TWO_TIERS = date(2025, 7, 1)
EVE = timedelta(days=1)
_BATCH = 2_000


@transaction.atomic
def load_reference(*, at: datetime, by: str, tell: Callable[[str], None] = lambda _: None) -> int:
    """Load the country's units, their parents and changes, regions and figures; return how many units.

    Does nothing, and returns 0, when units are there already: units in use are never replaced.
    """
    if Unit.objects.exists():
        return 0
    loading = Loading(settings.REFERENCE_FOLDER, national_list())
    tell("đơn vị hành chính cả nước · units of the country")
    loading.create_units()
    tell("cấp trên, sắp xếp, vùng · parents, changes, regions")
    loading.create_everything_else()
    record("areas.reference_loaded", subject="reference", by=by, at=at, detail={"units": len(loading.units)})
    return len(loading.units)


class Loading:
    """One loading: units first, so that everything else can point at them."""

    def __init__(self, folder: Path, lists: NationalList) -> None:
        self.folder = folder
        self.lists = lists
        self.ended = ended_units(folder)
        self.official_names = {row["code"]: (Kind(row["kind"]), row["short_name"]) for row in rows(folder, "names.csv")}
        self.orders = {row["number"]: _order(row) for row in rows(folder, "legal_orders.csv")}
        self.old: dict[str, Unit] = {}  # by the key of the list of 30/06/2025
        self.new: dict[str, Unit] = {}  # by the key of the list of 01/07/2025
        self.february: dict[str, Unit] = {}  # Thái Nguyên's commune-level units of 23/02/2024, by code
        self.units: list[Unit] = []

    def create_units(self) -> None:
        self._old_provinces_and_districts()
        self._old_communes()
        self._new_provinces()
        self._new_communes()
        self._units_ended_in_2024()
        Unit.objects.bulk_create(self.units, batch_size=_BATCH)

    def create_everything_else(self) -> None:
        LegalOrder.objects.bulk_create(self.orders.values())
        Parent.objects.bulk_create(self._parents(), batch_size=_BATCH)
        Succession.objects.bulk_create(self._successions(), batch_size=_BATCH)
        Trait.objects.bulk_create([*self._regions(), *self._special_traits()], batch_size=_BATCH)
        Figure.objects.bulk_create(self._figures(), batch_size=_BATCH)

    # Units

    def _old_provinces_and_districts(self) -> None:
        for listed in self.lists.old_provinces:
            lasts = len(self._merged_into(listed)) == 1 and self._members(self._merged_into(listed)[0]) == 1
            self.old[listed.key] = self._add(listed, Tier.PROVINCE, OLDEST, None if lasts else TWO_TIERS - EVE)
        for listed in self.lists.old_districts:
            self.old[listed.key] = self._add(listed, Tier.DISTRICT, OLDEST, TWO_TIERS - EVE)

    def _old_communes(self) -> None:
        new = {listed.key: listed for listed in self.lists.new_communes}
        olds_of: dict[str, int] = {}
        for keys in self.lists.new_communes_of.values():
            for key in keys:
                olds_of[key] = olds_of.get(key, 0) + 1
        reborn = {ended.became_code for ended in self.ended if self._is_reborn(ended)}
        for listed in self.lists.old_communes:
            keys = self.lists.new_communes_of[listed.key]
            goes_on = len(keys) == 1 and olds_of[keys[0]] == 1 and _same(listed, new[keys[0]])
            unit = self._add(listed, Tier.COMMUNE, self._began(listed, reborn), None if goes_on else TWO_TIERS - EVE)
            self.old[listed.key] = unit
            if goes_on:
                self.new[keys[0]] = unit

    def _new_provinces(self) -> None:
        for listed in self.lists.new_provinces:
            members = [self.old[key] for key, news in self.lists.new_provinces_of.items() if listed.key in news]
            goes_on = len(members) == 1
            self.new[listed.key] = members[0] if goes_on else self._add(listed, Tier.PROVINCE, TWO_TIERS, None, True)

    def _new_communes(self) -> None:
        for listed in self.lists.new_communes:
            if listed.key not in self.new:
                self.new[listed.key] = self._add(listed, Tier.COMMUNE, TWO_TIERS, None, True)

    def _units_ended_in_2024(self) -> None:
        for ended in self.ended:
            listed = Listed("", ended.code, ended.kind, ended.name, ended.short_name, "", ended.latitude, ended.longitude)
            unit = self._add(listed, Tier.COMMUNE, THAI_NGUYEN_LISTED_ON, MERGED_2024 - EVE)
            if listed.latitude is None:  # its code, and so its point, was given on to its successor
                successor = self._in_december(ended.became_code)
                unit.latitude, unit.longitude = successor.latitude, successor.longitude
            self.february[ended.code] = unit
        for unit in self._communes_of_thai_nguyen():
            if unit.valid_from < MERGED_2024:
                self.february[unit.code] = unit

    def _add(
        self, listed: Listed, tier: Tier, begins: date, ends: date | None, exactly: bool | None = None
    ) -> Unit:
        kind, short_name = listed.kind, listed.short_name
        name = listed.name
        if ends and listed.code in self.official_names and begins < TWO_TIERS and tier == Tier.COMMUNE:
            kind, short_name = self.official_names[listed.code]
            name = f"{kind.label} {short_name}"
        unit = Unit(
            code=listed.code,
            tier=tier,
            kind=kind,
            name=name,
            short_name=short_name,
            sort_name=sort_key(short_name),
            search_name=search_key(name),
            valid_from=begins,
            valid_until=ends,
            starts_exactly=exactly if exactly is not None else begins == MERGED_2024,
            latitude=listed.latitude,
            longitude=listed.longitude,
            source="vietnamadminunits 1.0.4" if listed.key else "reference/before_2024_12_01.csv",
        )
        self.units.append(unit)
        return unit

    def _began(self, listed: Listed, reborn: set[str]) -> date:
        if listed.code in reborn and self._is_of_thai_nguyen(listed):
            return MERGED_2024
        return THAI_NGUYEN_LISTED_ON if self._is_of_thai_nguyen(listed) else OLDEST

    # What points at units

    def _parents(self) -> list[Parent]:
        provinces = {unit.code: unit for key, unit in self.old.items() if unit.tier == Tier.PROVINCE}
        districts = {unit.code: unit for key, unit in self.old.items() if unit.tier == Tier.DISTRICT}
        new_provinces = {listed.code: self.new[listed.key] for listed in self.lists.new_provinces}
        found = [
            _parent(self.old[listed.key], provinces[listed.parent_code], until=TWO_TIERS - EVE)
            for listed in self.lists.old_districts
        ]
        found += [
            _parent(self.old[listed.key], districts[listed.parent_code], until=TWO_TIERS - EVE)
            for listed in self.lists.old_communes
        ]
        found += [
            _parent(self.new[listed.key], new_provinces[listed.parent_code], since=TWO_TIERS)
            for listed in self.lists.new_communes
        ]
        found += [
            _parent(self.february[ended.code], districts[ended.district_code], until=MERGED_2024 - EVE)
            for ended in self.ended
        ]
        return found

    def _successions(self) -> list[Succession]:
        return [*self._in_2024(), *self._of_provinces(), *self._of_districts(), *self._of_communes()]

    def _in_2024(self) -> list[Succession]:
        order = self.orders["1240/NQ-UBTVQH15"]
        return [
            Succession(
                order=order,
                kind=ended.change,
                effective_on=MERGED_2024,
                predecessor=self.february[ended.code],
                successor=self._in_december(ended.became_code),
            )
            for ended in self.ended
        ]

    def _of_provinces(self) -> list[Succession]:
        order = self.orders["202/2025/QH15"]
        return [
            Succession(
                order=order,
                kind=ChangeKind.MERGED,
                effective_on=TWO_TIERS,
                predecessor=self.old[old],
                successor=self.new[news[0]],
            )
            for old, news in self.lists.new_provinces_of.items()
            if self.old[old] is not self.new[news[0]]
        ]

    def _of_districts(self) -> list[Succession]:
        """Districts have no successor at their tier; five island districts became special zones."""
        order = self.orders["203/2025/QH15"]
        return [
            Succession(
                order=order,
                kind=ChangeKind.TIER_REMOVED,
                effective_on=TWO_TIERS,
                predecessor=self.old[listed.key],
                successor=self.new.get(self.lists.zones_of_districts.get(listed.key, "")),
            )
            for listed in self.lists.old_districts
        ]

    def _of_communes(self) -> list[Succession]:
        """Old communes and their successors; a split has no known shares, so its parts are equal."""
        found = []
        for listed in self.lists.old_communes:
            keys = self.lists.new_communes_of[listed.key]
            unit, parts = self.old[listed.key], len(keys)
            kind = ChangeKind.SPLIT if parts > 1 else ChangeKind.MERGED
            found += [
                Succession(
                    order=self.orders["1683/NQ-UBTVQH15"] if self._is_of_new_thai_nguyen(key) else None,
                    kind=kind,
                    effective_on=TWO_TIERS,
                    predecessor=unit,
                    successor=self.new[key],
                    share_denominator=parts,
                    basis=WeightBasis.ASSUMED if parts > 1 else WeightBasis.WHOLE,
                )
                for key in keys
                if self.new[key] is not unit
            ]
        return found

    def _regions(self) -> list[Trait]:
        """Regions stand on the provinces of 2024; a merged province keeps a region only where its members agree."""
        region = {row["province_code"]: row["region"] for row in rows(self.folder, "regions.csv")}
        source = "318/QĐ-TTg; reference/regions.csv"
        old = {listed.key: region[listed.code] for listed in self.lists.old_provinces}
        found = [_region(self.old[key], value, OLDEST, source) for key, value in old.items()]
        for listed in self.lists.new_provinces:
            members = {old[key] for key, news in self.lists.new_provinces_of.items() if listed.key in news}
            if self.new[listed.key].valid_from == TWO_TIERS and len(members) == 1:
                found.append(_region(self.new[listed.key], members.pop(), TWO_TIERS, source))
        return found

    def _special_traits(self) -> list[Trait]:
        by_code = {unit.code: unit for unit in self.old.values() if unit.tier == Tier.DISTRICT} | self.february
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
            for special in special_areas(self.folder)
        ]

    def _figures(self) -> list[Figure]:
        return [
            Figure(
                unit=self.february[counted.code],
                name=name,
                as_of=counted.counted_on,
                amount=amount,
                source=counted.source,
                confidence=counted.confidence,
            )
            for counted in census(self.folder)
            for name, amount in (("population", counted.population), ("area_km2", counted.area_km2))
        ]

    # Small questions

    def _merged_into(self, listed: Listed) -> tuple[str, ...]:
        return self.lists.new_provinces_of[listed.key]

    def _members(self, new_key: str) -> int:
        return sum(new_key in news for news in self.lists.new_provinces_of.values())

    def _is_reborn(self, ended: Ended) -> bool:
        """Whether the unit that took over is itself new on that day: it bears an ended unit's code."""
        return ended.became_code in {one.code for one in self.ended}

    def _is_of_thai_nguyen(self, listed: Listed) -> bool:
        return listed.key.startswith("tinhthainguyen_")

    def _is_of_new_thai_nguyen(self, new_key: str) -> bool:
        return new_key.startswith("tinhthainguyen_")

    def _communes_of_thai_nguyen(self) -> list[Unit]:
        return [self.old[listed.key] for listed in self.lists.old_communes if self._is_of_thai_nguyen(listed)]

    def _in_december(self, code: str) -> Unit:
        return next(unit for unit in self._communes_of_thai_nguyen() if unit.code == code)


def _same(old: Listed, new: Listed) -> bool:
    return (old.code, old.kind, old.name) == (new.code, new.kind, new.name)


def _parent(unit: Unit, parent: Unit, *, since: date | None = None, until: date | None = None) -> Parent:
    return Parent(unit=unit, parent=parent, valid_from=since or unit.valid_from, valid_until=until)


def _region(unit: Unit, value: str, since: date, source: str) -> Trait:
    return Trait(unit=unit, name=TraitName.REGION, value=value, valid_from=since, source=source, confidence="high")


def _order(row: dict[str, str]) -> LegalOrder:
    return LegalOrder(
        number=row["number"],
        issued_on=date.fromisoformat(row["issued_on"]),
        issuer=row["issuer"],
        title=row["title"],
        source=row["source"],
        confidence=row["confidence"],
    )
