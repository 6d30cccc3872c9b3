"""Works drawn over the map of a day: each state a mark of its own shape, zoomed to a unit by its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from shapely import Point, union_all

from ntm.areas.drawing import Projection, UnitMap
from ntm.areas.mapping import map_of_units
from ntm.areas.models import Unit
from ntm.areas.selectors import descendants
from ntm.core.problems import Text
from ntm.finance.models import State
from ntm.finance.selectors.works import LATE, WorkRow

# Each mark on a square from -1 to 1: state → path. They differ in black and white.
MARKS: dict[str, str] = {
    "preparing": "M0,-1L1,0L0,1L-1,0Z",
    "building": "M-1,0A1,1 0 1 1 1,0A1,1 0 1 1 -1,0Z",
    "late": "M0,-1L1,0.8L-1,0.8Z",
    "suspended": "M-0.9,-0.9L-0.2,-0.9L-0.2,0.9L-0.9,0.9ZM0.2,-0.9L0.9,-0.9L0.9,0.9L0.2,0.9Z",
    "stopped": "M-1,-0.6L-0.6,-1L0,-0.4L0.6,-1L1,-0.6L0.4,0L1,0.6L0.6,1L0,0.4L-0.6,1L-1,0.6L-0.4,0Z",
    "finished": "M-0.85,-0.85L0.85,-0.85L0.85,0.85L-0.85,0.85Z",
    "handed-over": "M0,-1L0.95,-0.31L0.59,0.81L-0.59,0.81L-0.95,-0.31Z",
}
WORDS: dict[str, Text] = {one.value: one.words for one in State} | {"late": LATE}
SIZE = 65  # a mark is this part of the width shown
_NUMBERS = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A work on the map: where, in units of the map, and how its mark is moved and scaled there."""

    row: WorkRow
    path: str
    transform: str
    ring: str  # how the ring around a work with arrears is placed


@dataclass(frozen=True, slots=True)
class Picture:
    """The map ready to draw: land as (path, name, whether inside the unit shown), marks, and what has no place."""

    view_box: str
    land: tuple[tuple[str, str, bool], ...]
    marks: tuple[Mark, ...]
    unplaced: tuple[WorkRow, ...]
    exact: bool


def picture_of(province: Unit, unit: Unit, rows: Sequence[WorkRow], day: date) -> Picture:
    """Draw works over the units of a province, zoomed to ``unit``; without any outline, over the works' own points."""
    drawn = map_of_units(province, day)
    inside = {unit.pk, *(one.pk for one in descendants(unit, day))}
    placed = [row for row in rows if row.work.latitude is not None]
    projection = drawn.projection or _around(placed)
    spots = [_spot(projection, row) for row in placed] if projection else []
    box = _box(drawn, inside if unit.pk != province.pk else drawn.shapes.keys(), spots)
    size = max(box[2], box[3]) / SIZE
    names = {one.pk: one.name for one in descendants(province, day)}
    return Picture(
        view_box=" ".join(f"{side:.0f}" for side in box),
        land=tuple((shape.path, names[pk], pk in inside) for pk, shape in drawn.shapes.items()),
        marks=tuple(
            Mark(row, MARKS[row.state_code], _moved(x, y, size), _moved(x, y, size * 1.7))
            for row, (x, y) in zip(placed, _spread(spots, size), strict=True)
        ),
        unplaced=tuple(row for row in rows if row.work.latitude is None),
        exact=drawn.exact,
    )


def _moved(x: float, y: float, size: float) -> str:
    return f"translate({x:.1f} {y:.1f}) scale({size:.2f})"


def _spot(projection: Projection, row: WorkRow) -> tuple[float, float]:
    flat = projection.of(Point(float(row.work.longitude or 0), float(row.work.latitude or 0)))
    return (round(flat.x, 1), round(flat.y, 1))


def _around(placed: Iterable[WorkRow]) -> Projection | None:
    """Return a projection that lets the works themselves fill the map; None without any."""
    points = [Point(float(row.work.longitude or 0), float(row.work.latitude or 0)).buffer(0.02) for row in placed]
    return Projection.around(union_all(points)) if points else None


def _spread(spots: Sequence[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Put works that share a place into a ring around it, so that each can be seen and pressed."""
    together: dict[tuple[float, float], list[int]] = {}
    for number, spot in enumerate(spots):
        together.setdefault(spot, []).append(number)
    found = list(spots)
    for (x, y), numbers in together.items():
        if len(numbers) > 1:
            reach = size * max(1.6, 0.45 * len(numbers))
            for turn, number in enumerate(numbers):
                angle = 2 * pi * turn / len(numbers)
                found[number] = (x + reach * cos(angle), y + reach * sin(angle))
    return found


def _box(
    drawn: UnitMap, shown: Iterable[int], spots: Sequence[tuple[float, float]]
) -> tuple[float, float, float, float]:
    """Return the part of the map to show: around the outlines of some units, else around the works."""
    xs: list[float] = []
    ys: list[float] = []
    for pk in shown:
        if pk in drawn.shapes:
            numbers = [float(one) for one in _NUMBERS.findall(drawn.shapes[pk].path)]
            xs += numbers[0::2]
            ys += numbers[1::2]
    if not xs:
        xs, ys = [x for x, _ in spots], [y for _, y in spots]
    if not xs:
        left, top, width, height = (float(side) for side in drawn.view_box.split())
        return left, top, width, height
    room = max(max(xs) - min(xs), max(ys) - min(ys), 20) * 0.04
    return min(xs) - room, min(ys) - room, max(xs) - min(xs) + 2 * room, max(ys) - min(ys) + 2 * room


@dataclass(frozen=True, slots=True)
class PickMap:
    """A map on which a place is picked: its land, and how a point of it becomes degrees."""

    view_box: str
    land: tuple[tuple[str, str, bool], ...]
    projection: Projection
    size: float


def pick_map(province: Unit, unit: Unit, day: date) -> PickMap | None:
    """Return the map around a unit; None where nothing of the province can be drawn."""
    drawn = map_of_units(province, day)
    if drawn.projection is None:
        return None
    inside = {unit.pk, *(one.pk for one in descendants(unit, day))}
    shown = [pk for pk in drawn.shapes if pk in inside] or list(drawn.shapes)
    box = _box(drawn, shown, [])
    names = {one.pk: one.name for one in descendants(province, day)}
    return PickMap(
        " ".join(f"{side:.0f}" for side in box),
        tuple((shape.path, names[pk], pk in inside) for pk, shape in drawn.shapes.items()),
        drawn.projection,
        max(box[2], box[3]) / SIZE,
    )
