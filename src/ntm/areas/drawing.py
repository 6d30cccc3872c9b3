"""A map of units as SVG paths: from their boundaries, or from their points where there are none.

Pure functions on shapely geometries in degrees (WGS 84 longitude, latitude). On the finished map x
runs right and y down in units of about a thousandth of its width; the projection is the plain
equirectangular one around the middle latitude, good enough for one province.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, pi, radians, sin

import shapely
from shapely import MultiPoint, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

WIDTH = 1000
MARGIN = 10
TOLERANCE = 3  # a corner of a border is dropped when it takes in less than a triangle of this side, in units of the map
DOT = 0.008  # degrees, about 900 m: the mark of a unit that has no room of its own
RING = 0.012  # degrees: how far from the middle of their parent units without a point are put
HOLLOWS = 0.4  # how closely the outer border follows the points: 0 every hollow, 1 none


@dataclass(frozen=True, slots=True)
class Shape:
    """One unit on a map: SVG path data, and the point where its name or mark may stand."""

    path: str
    x: float
    y: float
    exact: bool  # False: a cell around a point, not the unit's boundary


@dataclass(frozen=True, slots=True)
class UnitMap:
    """A map ready to draw; ``shapes`` by the ids of the units.

    ``unplaced`` are ids of units of which neither boundary nor point nor parent's point is known. ``projection`` puts
    other things onto the same map; None where nothing is drawn.
    """

    view_box: str
    shapes: dict[int, Shape]
    unplaced: tuple[int, ...]
    projection: Projection | None = None

    @property
    def exact(self) -> bool:
        """Whether every border drawn comes from an imported boundary."""
        return all(shape.exact for shape in self.shapes.values())


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees to units of the map: ``x = (longitude − west) · across``, ``y = (north − latitude) · down``."""

    west: float
    north: float
    across: float
    down: float

    @classmethod
    def around(cls, geometry: BaseGeometry) -> Projection:
        """Return the projection that lets ``geometry`` fill the width of the map between its margins."""
        west, south, east, north = geometry.bounds
        across = (WIDTH - 2 * MARGIN) / (east - west)
        down = across / cos(radians((south + north) / 2))
        return cls(west - MARGIN / across, north + MARGIN / down, across, down)

    def of(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(
            geometry, lambda points: (points - (self.west, self.north)) * (self.across, -self.down)
        )


def draw(
    boundaries: Mapping[int, BaseGeometry],
    points: Mapping[int, Point],
    parents_points: Mapping[int, Point],
    ids: tuple[int, ...],
) -> UnitMap:
    """Draw the units ``ids``: by boundary, else as the cell around the point, else beside the parent's point.

    Where only some units have a boundary, cells give way to boundaries.
    """
    placed = put_in_place(points, parents_points, [pk for pk in ids if pk not in boundaries])
    around = placed | {pk: boundary.representative_point() for pk, boundary in boundaries.items()}
    cells = cells_around(around) if placed else {}
    free = {pk: _beside(cells[pk], placed[pk], list(boundaries.values())) for pk in placed}
    drawn = {**boundaries, **free}
    if not drawn:
        return UnitMap(f"0 0 {WIDTH} {WIDTH}", {}, ids)
    projection = Projection.around(shapely.union_all([geometry.envelope for geometry in drawn.values()]))
    flat = _simplified({pk: projection.of(geometry) for pk, geometry in drawn.items()})
    height = max(geometry.bounds[3] for geometry in flat.values()) + MARGIN
    shapes = {pk: _shape(flat[pk], exact=pk in boundaries) for pk in ids if pk in flat}
    return UnitMap(f"0 0 {WIDTH} {height:.0f}", shapes, tuple(pk for pk in ids if pk not in flat), projection)


def put_in_place(points: Mapping[int, Point], parents: Mapping[int, Point], ids: list[int]) -> dict[int, Point]:
    """Give each unit a point of its own.

    Units known only by their parent's point, or sharing a point with another, stand in a ring
    around it, so that each can be seen and pressed.
    """
    known = {pk: points.get(pk) or parents.get(pk) for pk in ids}
    together: dict[Point, list[int]] = {}
    for pk, point in known.items():
        if point is not None:
            together.setdefault(point, []).append(pk)
    return {
        pk: point if len(group) == 1 and pk in points else _on_ring(point, number, len(group))
        for point, group in together.items()
        for number, pk in enumerate(group)
    }


def cells_around(points: Mapping[int, Point]) -> dict[int, BaseGeometry]:
    """Divide the land among the points: to each what lies nearest to it (Voronoi), within a hull around all."""
    land = _land(points)
    if len(points) == 1:
        return dict.fromkeys(points, land)
    divided = shapely.voronoi_polygons(MultiPoint(list(points.values())), extend_to=land, ordered=True)
    return {pk: cell.intersection(land) for pk, cell in zip(points, divided.geoms, strict=True)}


def svg_path(geometry: BaseGeometry) -> str:
    """Write polygons as SVG path data, in whole units; points and lines leave no trace."""
    rings = [ring for polygon in _polygons(geometry) for ring in (polygon.exterior, *polygon.interiors)]
    return "".join("M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in ring.coords[:-1]) + "Z" for ring in rings)


def _on_ring(middle: Point, number: int, of: int) -> Point:
    turn = 2 * pi * number / of
    return Point(middle.x + RING * cos(turn), middle.y + RING * sin(turn))


def _land(points: Mapping[int, Point]) -> BaseGeometry:
    """Return the hull of the points, wider by half the usual distance between neighbours."""
    every = MultiPoint(list(points.values()))
    hull = shapely.concave_hull(every, ratio=HOLLOWS)
    spacing = (every.envelope.area / len(points)) ** 0.5
    return hull.buffer(max(spacing, 2 * DOT) / 2)


def _beside(cell: BaseGeometry, point: Point, boundaries: list[BaseGeometry]) -> BaseGeometry:
    """Return what boundaries leave of a cell; a dot on top where they leave nothing."""
    left = cell.difference(shapely.union_all(boundaries)) if boundaries else cell
    return left if _polygons(left) else point.buffer(DOT)


def _simplified(flat: dict[int, BaseGeometry]) -> dict[int, BaseGeometry]:
    """Drop points that nobody could see, keeping the borders that neighbours share."""
    kept = shapely.coverage_simplify(list(flat.values()), TOLERANCE)
    return {pk: after if _polygons(after) else flat[pk] for pk, after in zip(flat, kept, strict=True)}


def _shape(geometry: BaseGeometry, *, exact: bool) -> Shape:
    inside = max(_polygons(geometry), key=lambda polygon: polygon.area).representative_point()
    return Shape(svg_path(geometry), round(inside.x, 1), round(inside.y, 1), exact)


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    if isinstance(geometry, Polygon):
        return [] if geometry.is_empty else [geometry]
    parts = getattr(geometry, "geoms", ())
    return [polygon for part in parts if isinstance(part, Polygon | MultiPolygon) for polygon in _polygons(part)]
