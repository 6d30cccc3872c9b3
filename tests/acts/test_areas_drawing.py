"""A map can be drawn from what is known of each unit, and says which borders are real."""

from __future__ import annotations

from shapely import Point, box

from ntm.areas.drawing import cells_around, draw, put_in_place, svg_path

POINTS = {1: Point(105.8, 21.5), 2: Point(105.9, 21.5), 3: Point(105.85, 21.6), 4: Point(105.95, 21.65)}


def test_points_divide_the_land_without_gaps_or_overlaps():
    cells = cells_around(POINTS)

    assert all(cells[pk].contains(point) for pk, point in POINTS.items())
    for one in cells:
        assert all(cells[one].intersection(cells[two]).area < 1e-12 for two in cells if two != one)


def test_units_known_only_by_their_parent_stand_apart_around_it():
    middle = Point(105.8, 21.5)
    placed = put_in_place({}, {7: middle, 8: middle}, [7, 8])

    assert placed[7] != placed[8]
    assert placed[7].distance(middle) < 0.02


def test_a_unit_of_which_nothing_is_known_is_named_as_unplaced():
    drawn = draw({}, POINTS, {}, (1, 2, 3, 4, 5))

    assert drawn.unplaced == (5,)
    assert set(drawn.shapes) == {1, 2, 3, 4}


def test_no_known_place_at_all_is_an_empty_map():
    assert draw({}, {}, {}, (1, 2)).shapes == {}


def test_a_map_of_boundaries_is_exact_and_one_of_cells_is_not():
    boundaries = {1: box(105.8, 21.5, 105.9, 21.6), 2: box(105.9, 21.5, 106.0, 21.6)}

    assert draw(boundaries, {}, {}, (1, 2)).exact
    assert not draw({}, POINTS, {}, (1, 2, 3, 4)).exact


def test_a_cell_gives_way_to_a_boundary():
    drawn = draw({1: box(105.7, 21.4, 105.88, 21.7)}, POINTS, {}, (1, 2, 3, 4))

    assert drawn.shapes[1].exact
    assert len(drawn.shapes) == 4  # point 3 lies inside the boundary and still has a mark


def test_north_is_up_and_everything_lies_within_the_frame():
    drawn = draw({}, POINTS, {}, (1, 2, 3, 4))
    width, height = (float(part) for part in drawn.view_box.split()[2:])

    assert drawn.shapes[4].y < drawn.shapes[1].y
    assert all(0 < shape.x < width and 0 < shape.y < height for shape in drawn.shapes.values())


def test_a_path_is_written_in_whole_units():
    assert svg_path(box(0.2, 0.2, 9.9, 9.9)) == "M10,0L10,10L0,10L0,0Z"
