from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ntm.areas.tiling import Place, tiles
from ntm.core.problems import Text
from ntm.dashboards.selectors.country import ProvinceRow

# In units of the drawing.
WIDE, HIGH, GAP, LINE, INSET = 100, 78, 4, 22, 8
FEWEST = 6  # below this a row of tiles tells nothing that the table does not
# Both archipelagos are drawn with the province that they belong to, by its code: how many rows below its own tile.
ISLANDS = (("48", "Hoàng Sa", 0), ("56", "Trường Sa", 3))


@dataclass(frozen=True, slots=True)
class Shade:
    """One shade of the map and what it means: at least ``least`` percent of the xã judged are ready."""

    css: str
    least: Decimal
    words: Text


SHADES = (
    Shade("level-4", Decimal(80), Text("từ 80% số xã", "80% of communes or more")),
    Shade("level-3", Decimal(70), Text("từ 70 đến dưới 80%", "70 to under 80%")),
    Shade("level-2", Decimal(50), Text("từ 50 đến dưới 70%", "50 to under 70%")),
    Shade("level-1", Decimal(0), Text("dưới 50%", "under 50%")),
)
SILENT = Shade("level-0", Decimal(0), Text("chưa đánh giá", "not judged"))


@dataclass(frozen=True, slots=True)
class Tile:
    """One province on the map, at ``x`` and ``y``; ``bar`` is the length that its share takes of the tile.

    ``lines`` are the words of its name with their height; ``island`` names an archipelago, which has the row of its
    province.
    """

    row: ProvinceRow
    x: int
    y: int
    shade: Shade
    lines: tuple[tuple[str, int], ...]
    bar: int
    island: str = ""

    @property
    def middle(self) -> int:
        return self.x + WIDE // 2


@dataclass(frozen=True, slots=True)
class Cartogram:
    """Provinces as tiles of equal size. The table beside it tells the same figures."""

    view_box: str
    tiles: tuple[Tile, ...]

    @property
    def legend(self) -> tuple[tuple[str, Text], ...]:
        """The shades that occur, the highest first."""
        return tuple((one.css, one.words) for one in (*SHADES, SILENT) if any(tile.shade is one for tile in self.tiles))


def cartogram_of(rows: Sequence[ProvinceRow]) -> Cartogram | None:
    """Put the provinces whose place is known on a map of tiles; None where there is too little to see."""
    points = {
        row.province.pk: (row.province.longitude, row.province.latitude)
        for row in rows
        if row.province.longitude is not None and row.province.latitude is not None
    }
    if len(points) < FEWEST or not any(row.judged for row in rows):
        return None
    known = {row.province.pk: row for row in rows if row.province.pk in points}
    placed = tiles(points)
    drawn = [_tile(known[pk], place) for pk, place in placed.items()]
    beyond = max(column for column, _ in placed.values()) + 1
    codes = {row.province.code: pk for pk, row in known.items()}
    for code, name, below in ISLANDS:
        if code in codes:
            place = (beyond, placed[codes[code]][1] + below)
            drawn.append(_tile(known[codes[code]], place, name))
    right, bottom = max(tile.x for tile in drawn) + WIDE, max(tile.y for tile in drawn) + HIGH
    drawn.sort(key=lambda tile: (tile.y, tile.x))
    return Cartogram(f"0 0 {right} {bottom}", tuple(drawn))


def shade_of(share: Decimal | None) -> Shade:
    """Return the shade of a share in percent; None is not judged."""
    return SILENT if share is None else next(shade for shade in SHADES if share >= shade.least)


def _tile(row: ProvinceRow, place: Place, island: str = "") -> Tile:
    x, y = place[0] * WIDE, place[1] * HIGH
    words = _in_two(island or row.province.short_name)
    top = y + (HIGH - GAP) // 2 - (len(words) - 1) * LINE // 2 + 2
    bar = int((WIDE - GAP - 2 * INSET) * (row.share_ready or 0) / 100)
    lines = tuple((word, top + number * LINE) for number, word in enumerate(words))
    return Tile(row, x, y, shade_of(row.share_ready), lines, bar, island)


def _in_two(name: str) -> tuple[str, ...]:
    """Break a name at the space nearest to its middle: “Bà Rịa - Vũng Tàu” → “Bà Rịa -”, “Vũng Tàu”."""
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    if not spaces:
        return (name,)
    at = min(spaces, key=lambda one: (abs(2 * one - len(name) + 1), one))
    return name[:at], name[at + 1 :]
