"""The map of a province on a day, drawn once and kept until a unit, a point or a boundary changes."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.db.models import Max
from shapely import Point
from shapely.geometry import shape

from ntm.areas.drawing import Shape, UnitMap, draw
from ntm.areas.models import Boundary, Tier, Unit
from ntm.areas.selectors.tree import tree

__all__ = ["Shape", "UnitMap", "map_of_units"]

Spot = tuple[int, Point | None, Point | None]  # a unit's id, its point, its parent's point; in degrees

_MAPS_KEPT = 24  # one of 177 units takes about 60 kB


def map_of_units(province: Unit, day: date, below: dict[int, Unit] | None = None) -> UnitMap:
    """Return the map of every commune-level unit of a province on ``day``; shapes by the ids of the units.

    A unit with an imported boundary has it; another gets a cell around its point, or around a place
    near its district's or province's point when its own is unknown. ``below`` is the province's tree of
    the day, for a caller that has it already.
    """
    known = tree(province, day) if below is None else below
    above = known | {province.pk: province}
    communal = [unit for unit in known.values() if unit.tier == Tier.COMMUNE]
    parents = [above[unit.parent_pk] for unit in communal]  # type: ignore[attr-defined]  # put on by tree
    spots = tuple((unit.pk, _point(unit), _point(parent)) for unit, parent in zip(communal, parents, strict=True))
    return _drawn(spots, Boundary.objects.aggregate(newest=Max("imported_at"))["newest"])


@lru_cache(maxsize=_MAPS_KEPT)
def _drawn(spots: tuple[Spot, ...], newest: datetime | None) -> UnitMap:
    """Draw the units; ``newest`` is the moment of the newest import, so that older drawings are left behind."""
    ids = tuple(pk for pk, _, _ in spots)
    outlines = Boundary.objects.filter(unit__in=ids) if newest else []
    return draw(
        boundaries={outline.unit_id: shape(outline.geometry) for outline in outlines},
        points={pk: point for pk, point, _ in spots if point},
        parents_points={pk: point for pk, _, point in spots if point},
        ids=ids,
    )


def _point(unit: Unit) -> Point | None:
    return None if unit.latitude is None or unit.longitude is None else Point(unit.longitude, unit.latitude)
