"""The country's units on 30/06/2025 and from 01/07/2025, and which became which.

Read from the data files of the package ``vietnamadminunits``. The package itself is never imported:
it would load geometry and search tables that nobody here asks for.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ntm.areas.models import Kind
from ntm.core.problems import Problem, Text

_KINDS = {
    "Huyện": Kind.RURAL_DISTRICT,
    "Quận": Kind.URBAN_DISTRICT,
    "Thị xã": Kind.TOWN,
    "Thành phố": Kind.PROVINCIAL_CITY,
    "Xã": Kind.COMMUNE,
    "Phường": Kind.WARD,
    "Thị trấn": Kind.TOWNSHIP,
    "Đặc khu": Kind.SPECIAL_ZONE,
}


class NationalListMissing(Problem):
    """The package that holds the country's units is not installed."""

    code = "areas/national-list-missing"

    def __init__(self) -> None:
        super().__init__(
            Text("Thiếu danh sách đơn vị hành chính cả nước.", "The list of the country's units is missing."),
            Text("Hãy cài gói vietnamadminunits 1.0.4.", "Install the package vietnamadminunits 1.0.4."),
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """One unit as a list has it; ``parent_code`` is empty for a province.

    ``key`` is the list's own key, unique on its side of 01/07/2025. The point is in degrees; None
    where the list has only the point of the district.
    """

    key: str
    code: str
    kind: Kind
    name: str
    short_name: str
    parent_code: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class NationalList:
    """Both lists and the joining of old to new, all by the lists' keys."""

    old_provinces: tuple[Listed, ...]
    old_districts: tuple[Listed, ...]
    old_communes: tuple[Listed, ...]
    new_provinces: tuple[Listed, ...]
    new_communes: tuple[Listed, ...]
    new_provinces_of: dict[str, tuple[str, ...]]  # old province key → new province keys
    new_communes_of: dict[str, tuple[str, ...]]  # old commune key → new commune keys
    zones_of_districts: dict[str, str]  # key of a district without communes → new commune key


def national_list() -> NationalList:
    """Read both lists; raise NationalListMissing where the package is not installed."""
    found = find_spec("vietnamadminunits")
    if found is None or found.origin is None:
        raise NationalListMissing
    folder = Path(found.origin).parent / "data"
    joining = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
    database = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    try:
        return NationalList(
            old_provinces=_old_provinces(database),
            old_districts=_old_districts(database),
            old_communes=_old_communes(database),
            new_provinces=_new_provinces(database),
            new_communes=_new_communes(database),
            new_provinces_of=_turned_round(joining["DICT_PROVINCE"]),
            new_communes_of=_new_communes_of(joining),
            zones_of_districts=_zones_of_districts(joining),
        )
    finally:
        database.close()


def _old_provinces(database: sqlite3.Connection) -> tuple[Listed, ...]:
    rows = database.execute(
        "SELECT DISTINCT provinceKey, provinceCode, province, provinceShort, provinceLat, provinceLon"
        " FROM admin_units_legacy ORDER BY provinceCode"
    )
    return tuple(_province(row) for row in rows)


def _new_provinces(database: sqlite3.Connection) -> tuple[Listed, ...]:
    rows = database.execute(
        "SELECT DISTINCT provinceKey, provinceCode, province, provinceShort, provinceLat, provinceLon"
        " FROM admin_units ORDER BY provinceCode"
    )
    return tuple(_province(row) for row in rows)


def _province(row: tuple[str, str, str, str, float, float]) -> Listed:
    key, code, name, short, lat, lon = row
    kind = Kind.CENTRAL_CITY if name.startswith("Thành phố") else Kind.PROVINCE
    return Listed(key, code.zfill(2), kind, name, short, "", lat, lon)


def _old_districts(database: sqlite3.Connection) -> tuple[Listed, ...]:
    rows = database.execute(
        "SELECT DISTINCT provinceKey || '_' || districtKey, districtCode, districtType, district, districtShort,"
        " provinceCode, districtLat, districtLon FROM admin_units_legacy ORDER BY districtCode"
    )
    return _listed(rows, digits=3, above=2)


def _old_communes(database: sqlite3.Connection) -> tuple[Listed, ...]:
    rows = database.execute(
        "SELECT provinceKey || '_' || districtKey || '_' || wardKey, wardCode, wardType, ward, wardShort, districtCode,"
        " CASE WHEN wardLat = districtLat AND wardLon = districtLon THEN NULL ELSE wardLat END,"
        " CASE WHEN wardLat = districtLat AND wardLon = districtLon THEN NULL ELSE wardLon END"
        " FROM admin_units_legacy WHERE wardCode IS NOT NULL ORDER BY wardCode"
    )
    return _listed(rows, digits=5, above=3)


def _new_communes(database: sqlite3.Connection) -> tuple[Listed, ...]:
    rows = database.execute(
        "SELECT provinceKey || '_' || wardKey, wardCode, wardType, ward, wardShort, provinceCode, wardLat, wardLon"
        " FROM admin_units ORDER BY wardCode"
    )
    return _listed(rows, digits=5, above=2)


def _listed(rows: Iterable[tuple[Any, ...]], *, digits: int, above: int) -> tuple[Listed, ...]:
    """Return rows of one tier; ``digits`` and ``above`` are how long its codes and its parents' codes are."""
    return tuple(
        Listed(key, code.zfill(digits), _KINDS[kind], name, short, parent.zfill(above), lat, lon)
        for key, code, kind, name, short, parent, lat, lon in rows
    )


def _new_communes_of(joining: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for province, communes in joining["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for commune, olds in communes.items():
            for old in olds:
                found[old].add(f"{province}_{commune}")
    for province, olds in joining["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in olds.items():
            found[old] |= {f"{province}_{part['newWardKey']}" for part in parts}
    return {old: tuple(sorted(news)) for old, news in found.items() if not old.endswith("_")}


def _zones_of_districts(joining: dict[str, Any]) -> dict[str, str]:
    """Return the special zones that five island districts without communes became."""
    return {
        old.rstrip("_"): f"{province}_{commune}"
        for province, communes in joining["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for commune, olds in communes.items()
        for old in olds
        if old.endswith("_")
    }


def _turned_round(olds_of: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for new, olds in olds_of.items():
        for old in olds:
            found[old].append(new)
    return {old: tuple(sorted(news)) for old, news in found.items()}
