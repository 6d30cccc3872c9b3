"""Units as tiles of equal size, each about where it lies: a map on which the small are seen as well as the large.

Pure functions on points in degrees (WGS 84 longitude, latitude). No boundary is needed, and none is claimed.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import cos, radians, sqrt

Point = tuple[float, float]  # longitude, latitude
Place = tuple[int, int]  # column from the west, row from the north, both from 0

FILL = 0.62  # how wide a tile is, of the side that would fill the frame of a country as slender as this one


def tiles(points: Mapping[int, Point]) -> dict[int, Place]:
    """Give each point a tile of its own, so that all together stay as near to their places as they can.

    Two points on one spot get neighbouring tiles. The same points always give the same tiles.
    """
    return dict(_tiled(tuple(sorted(points.items()))))


@lru_cache(maxsize=24)
def _tiled(points: tuple[tuple[int, Point], ...]) -> tuple[tuple[int, Place], ...]:
    wanted = _wanted(dict(points))
    if not wanted:
        return ()
    last_column, last_row = (round(max(one[axis] for one in wanted.values())) for axis in (0, 1))
    spare = len(wanted) if len(wanted) < 4 else 1  # room at the edges for those that are pushed aside
    free = {
        (column, row)
        for column in range(-spare, last_column + spare + 1)
        for row in range(-spare, last_row + spare + 1)
    }
    placed: dict[int, Place] = {}
    for pk in sorted(wanted, key=lambda one: (wanted[one][1], wanted[one][0], one)):
        placed[pk] = _nearest(wanted[pk], free)
        free.discard(placed[pk])
    while _moves_one(wanted, placed, free):
        pass
    west, north = (min(place[axis] for place in placed.values()) for axis in (0, 1))
    return tuple((pk, (column - west, row - north)) for pk, (column, row) in placed.items())


def _wanted(points: Mapping[int, Point]) -> dict[int, tuple[float, float]]:
    """Return where each point lies in the grid, as (column, row) with fractions."""
    if not points:
        return {}
    middle = radians(sum(latitude for _, latitude in points.values()) / len(points))
    flat = {pk: (longitude * cos(middle), -latitude) for pk, (longitude, latitude) in points.items()}
    west, north = (min(one[axis] for one in flat.values()) for axis in (0, 1))
    east, south = (max(one[axis] for one in flat.values()) for axis in (0, 1))
    # Points in a row ask for no more places than twice their number.
    longest = max(east - west, south - north) / (2 * len(flat))
    side = max(FILL * sqrt((east - west) * (south - north) / len(flat)), longest) or 1
    return {pk: ((x - west) / side, (y - north) / side) for pk, (x, y) in flat.items()}


def _far(wanted: tuple[float, float], place: Place) -> float:
    return (wanted[0] - place[0]) ** 2 + (wanted[1] - place[1]) ** 2


def _moves_one(wanted: Mapping[int, tuple[float, float]], placed: dict[int, Place], free: set[Place]) -> bool:
    """Let pairs change places, and each move to a free place, where that brings them nearer; false when none did."""
    moved = False
    for one, other in ((one, other) for one in placed for other in placed if one < other):
        now = _far(wanted[one], placed[one]) + _far(wanted[other], placed[other])
        then = _far(wanted[one], placed[other]) + _far(wanted[other], placed[one])
        if then < now - 1e-9:
            placed[one], placed[other] = placed[other], placed[one]
            moved = True
    for pk, place in list(placed.items()):
        best = _nearest(wanted[pk], free)
        if _far(wanted[pk], best) < _far(wanted[pk], place) - 1e-9:
            free.add(place)
            free.discard(best)
            placed[pk] = best
            moved = True
    return moved


def _nearest(wanted: tuple[float, float], free: set[Place]) -> Place:
    return min(free, key=lambda place: (_far(wanted, place), place))
