"""The country's units as they stand in the two lists and in ``reference/``, made but not yet kept."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from ntm.areas.models import Tier, Unit
from ntm.areas.names import search_key, sort_key
from ntm.areas.national_list import Listed, NationalList
from ntm.areas.reference import ended_units, official_names

OLDEST = date(2021, 1, 1)  # the programme's first day; true starts of older units are not in the lists
THAI_NGUYEN_LISTED_ON = date(2023, 5, 7)  # its commune-level units changed in April 2023; this list is exact
MERGED_2024 = date(2024, 12, 1)
TWO_TIERS = date(2025, 7, 1)
EVE = timedelta(days=1)
LIST, SUPPLEMENT = "vietnamadminunits 1.0.4", "reference/before_2024_12_01.csv"


class ReferenceUnits:
    """Every unit once, and the ways to find it: by the key of either list, or by Thái Nguyên's code of a day.

    A unit that passes 01/07/2025 alone, with the same code, kind and name, is found under both keys.
    """

    def __init__(self, folder: Path, lists: NationalList) -> None:
        self.lists = lists
        self.ended = ended_units(folder)
        self.all: list[Unit] = []
        self.old: dict[str, Unit] = {}  # by the key of the list of 30/06/2025
        self.new: dict[str, Unit] = {}  # by the key of the list of 01/07/2025
        self.february: dict[str, Unit] = {}  # Thái Nguyên's commune-level units of 23/02/2024, by code
        self.december: dict[str, Unit] = {}  # and those of 01/12/2024
        self._official_names = official_names(folder)
        self._old_provinces_and_districts()
        self._old_communes()
        self._new_units()
        self._units_ended_in_2024()

    def _old_provinces_and_districts(self) -> None:
        members = Counter(key for keys in self.lists.new_provinces_of.values() for key in keys)
        for listed in self.lists.old_provinces:
            key, *others = self.lists.new_provinces_of[listed.key]
            goes_on = not others and members[key] == 1
            self.old[listed.key] = self._add(listed, Tier.PROVINCE, OLDEST, None if goes_on else TWO_TIERS - EVE)
            if goes_on:
                self.new[key] = self.old[listed.key]
        for listed in self.lists.old_districts:
            self.old[listed.key] = self._add(listed, Tier.DISTRICT, OLDEST, TWO_TIERS - EVE)

    def _old_communes(self) -> None:
        new = {listed.key: listed for listed in self.lists.new_communes}
        members = Counter(key for keys in self.lists.new_communes_of.values() for key in keys)
        ended = {one.code for one in self.ended}
        reborn = {one.became_code for one in self.ended if one.became_code in ended}  # new units with an ended code
        for listed in self.lists.old_communes:
            key, *others = self.lists.new_communes_of[listed.key]
            goes_on = not others and members[key] == 1 and _same(listed, new[key])
            begins = _first_day(listed, reborn)
            unit = self._add(listed, Tier.COMMUNE, begins, None if goes_on else TWO_TIERS - EVE)
            self.old[listed.key] = unit
            if goes_on:
                self.new[key] = unit
            if is_of_thai_nguyen(listed.key):
                self.december[listed.code] = unit

    def _new_units(self) -> None:
        for tier, lists in ((Tier.PROVINCE, self.lists.new_provinces), (Tier.COMMUNE, self.lists.new_communes)):
            for listed in lists:
                if listed.key not in self.new:
                    self.new[listed.key] = self._add(listed, tier, TWO_TIERS, None)

    def _units_ended_in_2024(self) -> None:
        self.february = {code: unit for code, unit in self.december.items() if unit.valid_from < MERGED_2024}
        for one in self.ended:
            listed = Listed("", one.code, one.kind, one.name, one.short_name, "", one.latitude, one.longitude)
            unit = self._add(listed, Tier.COMMUNE, THAI_NGUYEN_LISTED_ON, MERGED_2024 - EVE)
            if one.latitude is None:  # its code, and so its point, was given on to its successor
                successor = self.december[one.became_code]
                unit.latitude, unit.longitude = successor.latitude, successor.longitude
            self.february[one.code] = unit

    def _add(self, listed: Listed, tier: Tier, begins: date, ends: date | None) -> Unit:
        kind, short_name, name = listed.kind, listed.short_name, listed.name
        if tier == Tier.COMMUNE and begins < TWO_TIERS and listed.code in self._official_names:
            kind, short_name = self._official_names[listed.code]
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
            starts_exactly=begins in {MERGED_2024, TWO_TIERS},
            latitude=listed.latitude,
            longitude=listed.longitude,
            source=LIST if listed.key else SUPPLEMENT,
        )
        self.all.append(unit)
        return unit


def is_of_thai_nguyen(key: str) -> bool:
    """Say whether a key of either list lies in the province of that name."""
    return key.startswith("tinhthainguyen_")


def _first_day(listed: Listed, reborn: set[str]) -> date:
    if not is_of_thai_nguyen(listed.key):
        return OLDEST
    return MERGED_2024 if listed.code in reborn else THAI_NGUYEN_LISTED_ON


def _same(old: Listed, new: Listed) -> bool:
    return (old.code, old.kind, old.name) == (new.code, new.kind, new.name)
