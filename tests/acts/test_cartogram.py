"""The country's tiles: each province one, about where it lies, with its share of xã in shade and bar."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ntm.areas.models import Unit
from ntm.areas.tiling import tiles
from ntm.dashboards.selectors.cartogram import FEWEST, WIDE, cartogram_of, shade_of
from ntm.dashboards.selectors.country import ProvinceRow

degrees = st.tuples(st.floats(102, 110, allow_nan=False), st.floats(8, 24, allow_nan=False))


@given(st.dictionaries(st.integers(1, 500), degrees, max_size=30))
def test_every_point_has_a_tile_of_its_own_and_the_grid_begins_at_nought(points):
    placed = tiles(points)

    assert placed.keys() == points.keys()
    assert len(set(placed.values())) == len(points)
    if placed:
        assert min(column for column, _ in placed.values()) == min(row for _, row in placed.values()) == 0


def test_tiles_lie_to_each_other_as_their_points_do():
    north, south, west, east = (105.0, 22.0), (105.0, 9.0), (102.5, 16.0), (109.0, 16.0)

    placed = tiles({1: north, 2: south, 3: west, 4: east})

    assert placed[1][1] < placed[3][1] <= placed[4][1] < placed[2][1]
    assert placed[3][0] < placed[4][0]


def test_points_on_one_spot_stand_side_by_side():
    placed = tiles(dict.fromkeys(range(7), (105.0, 21.0)))

    assert len(set(placed.values())) == 7


@pytest.mark.parametrize(
    ("share", "css"),
    [
        (None, "level-0"),
        ("0", "level-1"),
        ("49.9", "level-1"),
        ("50", "level-2"),
        ("79.9", "level-3"),
        ("80", "level-4"),
    ],
)
def test_a_share_takes_the_shade_of_its_step(share, css):
    assert shade_of(None if share is None else Decimal(share)).css == css


def provinces(count: int, *, judged: int = 10) -> list[ProvinceRow]:
    """Return rows of provinces down the country, of which each meets all in half of its xã."""
    units = [
        Unit(pk=n, code=f"{n:02}", name=f"Tỉnh {n}", short_name=f"Tên Dài {n}", longitude=105.0, latitude=22.0 - n)
        for n in range(1, count + 1)
    ]
    return [ProvinceRow(unit, communes=10, judged=judged, ready=judged // 2) for unit in units]


def test_too_few_provinces_or_none_judged_make_no_map():
    assert cartogram_of(provinces(FEWEST - 1)) is None
    assert cartogram_of(provinces(FEWEST, judged=0)) is None


def test_a_province_without_a_known_place_is_left_to_the_table():
    rows = provinces(FEWEST + 1)
    rows[0].province.latitude = None

    drawn = cartogram_of(rows)

    assert {tile.row.province.pk for tile in drawn.tiles} == {row.province.pk for row in rows[1:]}


def test_a_tile_tells_name_shade_and_share():
    tile = cartogram_of(provinces(FEWEST)).tiles[0]

    assert [words for words, _ in tile.lines] == ["Tên", "Dài 1"]
    assert tile.shade.css == "level-2"
    assert 0 < tile.bar < WIDE / 2


def test_both_archipelagos_are_drawn_with_the_province_that_they_belong_to():
    rows = provinces(FEWEST)
    rows[0].province.code, rows[1].province.code = "48", "56"

    islands = {tile.island: tile for tile in cartogram_of(rows).tiles if tile.island}

    assert islands.keys() == {"Hoàng Sa", "Trường Sa"}
    assert islands["Hoàng Sa"].row is rows[0]
    assert islands["Trường Sa"].row is rows[1]
