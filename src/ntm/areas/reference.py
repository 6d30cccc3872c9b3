"""The facts about units that stand in ``reference/``, read row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from ntm.areas.models import ChangeKind, Kind, LegalOrder, TraitName


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit of Thái Nguyên that ended on 30/11/2024, and the unit that it became."""

    code: str
    kind: Kind
    short_name: str
    district_code: str
    became_code: str
    change: ChangeKind
    latitude: float | None
    longitude: float | None

    @property
    def name(self) -> str:
        return f"{self.kind.label} {self.short_name}"


@dataclass(frozen=True, slots=True)
class Special:
    """A trait of a unit of Thái Nguyên on the map of February 2024."""

    code: str
    trait: TraitName
    value: str
    valid_from: date
    valid_until: date | None
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Censused:
    """People and square kilometres at the census of 2009 of a unit on the map of February 2024."""

    code: str
    counted_on: date
    population: Decimal
    area_km2: Decimal
    source: str
    confidence: str


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one table of ``reference/``."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def ended_units(folder: Path) -> list[Ended]:
    return [
        Ended(
            code=row["code"],
            kind=Kind(row["kind"]),
            short_name=row["short_name"],
            district_code=row["district_code"],
            became_code=row["became_code"],
            change=ChangeKind(row["change"]),
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
        )
        for row in rows(folder, "before_2024_12_01.csv")
    ]


def special_areas(folder: Path) -> list[Special]:
    return [
        Special(
            code=row["code"],
            trait=TraitName(row["trait"]),
            value=row["value"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            source=f"{row['legal_basis']}; {row['source']}",
            confidence=row["confidence"],
        )
        for row in rows(folder, "special_areas.csv")
    ]


def census(folder: Path) -> list[Censused]:
    """Return the counted units; one that was formed later has no figure and is left out, never zero."""
    return [
        Censused(
            code=row["code"],
            counted_on=date.fromisoformat(row["counted_on"]),
            population=Decimal(row["population"]),
            area_km2=Decimal(row["area_km2"]),
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in rows(folder, "figures_2009.csv")
        if row["population"]
    ]


def official_names(folder: Path) -> dict[str, tuple[Kind, str]]:
    """Return kind and short name, by code of 2024, of units that the packaged list spells otherwise."""
    return {row["code"]: (Kind(row["kind"]), row["short_name"]) for row in rows(folder, "names.csv")}


def region_of_provinces(folder: Path) -> dict[str, str]:
    """Return the region of each province of 2024 by the province's code."""
    return {row["province_code"]: row["region"] for row in rows(folder, "regions.csv")}


def legal_orders(folder: Path) -> dict[str, LegalOrder]:
    """Return the orders that changed units, by number; not yet kept."""
    return {
        row["number"]: LegalOrder(
            number=row["number"],
            issued_on=date.fromisoformat(row["issued_on"]),
            issuer=row["issuer"],
            title=row["title"],
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in rows(folder, "legal_orders.csv")
    }
