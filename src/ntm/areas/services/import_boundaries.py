from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from ntm.areas.boundary_file import BoundaryFaults, Outline, read_outlines
from ntm.areas.models import Boundary, Unit
from ntm.areas.selectors.codes import bearers_of
from ntm.areas.selectors.tree import descendants, home_province
from ntm.audit.services import record
from ntm.core.problems import Fault, Text
from ntm.core.quantities import written_day

TOLERANCE = 0.0002  # degrees, about 20 m: bends smaller than a triangle of this side are straightened
DECIMALS = 6  # of a degree: about a decimetre


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: units that have a boundary now, how many had one before, who is still without."""

    units: tuple[Unit, ...]
    replaced: int
    missing: tuple[Unit, ...]  # of the tiers that the file speaks of, in Vietnamese order


@transaction.atomic
def import_boundaries(path: Path, *, on: date, by: str, at: datetime, source: str = "") -> Imported:
    """Give units of the home province on a day their boundaries from a GeoJSON file; replace older ones.

    Borders are simplified by TOLERANCE, the same way on both sides. Units that the file leaves out keep
    what they have. Raises BoundaryFaults with every fault; then nothing has changed.
    """
    standing = descendants(home_province(on), on)
    by_code = {unit.code: unit for unit in standing}
    outlines, faults = read_outlines(path)
    faults += [_unknown(outline, on) for outline in outlines if outline.code not in by_code]
    if faults:
        raise BoundaryFaults(path.name, faults)

    units = tuple(by_code[outline.code] for outline in outlines)
    replaced, _ = Boundary.objects.filter(unit__in=units).delete()
    Boundary.objects.bulk_create(
        Boundary(unit=unit, geometry=geometry, source=source or path.name, imported_at=at)
        for unit, geometry in zip(units, _simplified(outlines), strict=True)
    )
    tiers, given = {unit.tier for unit in units}, {unit.pk for unit in units}
    missing = tuple(unit for unit in standing if unit.tier in tiers and unit.pk not in given)
    detail = {
        "file": path.name,
        "source": source,
        "on": on.isoformat(),
        "units": len(units),
        "replaced": replaced,
        "missing": [unit.code for unit in missing],
    }
    record("areas.boundaries_imported", subject="boundaries", by=by, at=at, detail=detail)
    return Imported(units, replaced, missing)


def _unknown(outline: Outline, on: date) -> Fault:
    bearers = bearers_of(outline.code)
    return Fault(
        outline.place,
        Text(
            f"Trong ngày {written_day(on)} tỉnh không có đơn vị mã {outline.code}. Mã này từng là: {bearers.vi}.",
            f"On {written_day(on)} the province has no unit with code {outline.code}. It has been: {bearers.en}.",
        ),
        Text(
            "Hãy sửa mã, hoặc chọn ngày của tệp (--on).",
            "Correct the code, or choose the day of the file (--on).",
        ),
    )


def _simplified(outlines: list[Outline]) -> list[dict[str, Any]]:
    """Simplify all outlines together, so that neighbours keep one border; a shape that would break stays whole."""
    simpler = shapely.coverage_simplify([outline.geometry for outline in outlines], TOLERANCE)
    return [_stored(after, outline.geometry) for outline, after in zip(outlines, simpler, strict=True)]


def _stored(simpler: BaseGeometry, original: BaseGeometry) -> dict[str, Any]:
    rounded = shapely.transform(simpler, lambda points: points.round(DECIMALS))
    return dict(mapping(original if rounded.is_empty or not rounded.is_valid else rounded))
