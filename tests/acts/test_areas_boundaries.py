"""A boundary file is taken whole or refused with every fault in it."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from shapely.geometry import box, mapping, shape

from ntm.areas import boundary_file
from ntm.areas.boundary_file import BoundaryFaults
from ntm.areas.mapping import map_of_units
from ntm.areas.models import Boundary, Kind, Unit
from ntm.areas.services import import_boundaries
from ntm.audit.models import Entry
from tests.factories import NOON, make_province, make_unit

DAY = date(2024, 9, 30)
LATER = NOON + timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def communes() -> list[Unit]:
    district = make_unit("Đồng Hỷ", Kind.RURAL_DISTRICT, make_province(), code="169")
    return [
        make_unit(name, parent=district, code=code, latitude=21.6, longitude=105.9 + number / 10)
        for number, (name, code) in enumerate([("An", "05601"), ("Ba", "05602"), ("Ca", "05603")])
    ]


def square(code: str | None, west: float = 105.8, **more: object) -> dict:
    properties = {} if code is None else {"code": code}
    geometry = mapping(box(west, 21.5, west + 0.1, 21.7))
    return {"type": "Feature", "properties": properties, "geometry": geometry, **more}


@pytest.fixture
def put(tmp_path, communes):
    """Import features, or a text as it is, as a file of the day."""

    def import_it(*features: object, text: str | None = None, at=NOON):
        path = tmp_path / "ranh-gioi.geojson"
        content = json.dumps({"type": "FeatureCollection", "features": features})
        path.write_text(content if text is None else text, encoding="utf-8")
        return import_boundaries(path, on=DAY, by="test", at=at, source="Sở NN&MT")

    return import_it


def test_units_get_their_boundaries_and_those_left_out_are_named(put, communes):
    done = put(square("05601"), square("05602", 105.9))

    assert done.units == (communes[0], communes[1])
    assert done.missing == (communes[2],)
    assert shape(Boundary.objects.get(unit=communes[0]).geometry).equals(box(105.8, 21.5, 105.9, 21.7))


def test_an_import_leaves_one_line_of_audit(put):
    put(square("05601"))

    line = Entry.objects.get(act="areas.boundaries_imported")
    assert line.detail["units"] == 1
    assert line.detail["missing"] == ["05602", "05603"]
    assert line.detail["source"] == "Sở NN&MT"


def test_the_id_of_a_feature_may_be_the_code(put, communes):
    assert put(square(None, id="05601")).units == (communes[0],)


def test_importing_again_replaces(put, communes):
    put(square("05601"))
    done = put(square("05601", 106.0), at=LATER)

    assert done.replaced == 1
    assert shape(Boundary.objects.get().geometry).bounds[0] == pytest.approx(106.0)


def test_bends_that_nobody_can_see_are_straightened_and_neighbours_keep_one_border(put):
    wavy = [[105.9, 21.5], [105.90001, 21.55], [105.9, 21.6], [105.89999, 21.65], [105.9, 21.7]]
    left = {"type": "Polygon", "coordinates": [[[105.8, 21.5], *wavy, [105.8, 21.7], [105.8, 21.5]]]}
    right = {"type": "Polygon", "coordinates": [[*wavy, [106.0, 21.7], [106.0, 21.5], wavy[0]]]}

    put(square("05601", geometry=left), square("05602", geometry=right))

    first, second = (shape(one.geometry) for one in Boundary.objects.order_by("unit__code"))
    assert len(first.exterior.coords) < 8
    assert first.intersection(second).area == 0
    assert first.union(second).geom_type == "Polygon"


def test_the_map_shows_a_boundary_as_soon_as_it_is_there(put, communes):
    province = Unit.objects.get(code="19")
    assert not map_of_units(province, DAY).shapes[communes[0].pk].exact

    put(square("05601"))

    drawn = map_of_units(province, DAY)
    assert [drawn.shapes[unit.pk].exact for unit in communes] == [True, False, False]
    assert not drawn.exact


BOW_TIE = {"type": "Polygon", "coordinates": [[[105, 21], [106, 22], [106, 21], [105, 22], [105, 21]]]}
IN_METRES = mapping(box(427_000, 2_380_000, 430_000, 2_390_000))
NORTH_FIRST = mapping(box(21.5, 105.8, 21.6, 105.9))


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        (square(None), "has no code"),
        (square("99999"), "no unit with code 99999"),
        (square("05601", geometry=None), "not an area"),
        (square("05601", geometry={"type": "Point", "coordinates": [105, 21]}), "not an area"),
        (square("05601", geometry={"type": "Polygon", "coordinates": "?"}), "cannot be read"),
        (square("05601", geometry={"type": "Polygon", "coordinates": []}), "empty"),
        (square("05601", geometry=BOW_TIE), "crosses itself"),
        (square("05601", geometry=IN_METRES), "do not lie in Viet Nam"),
        (square("05601", geometry=NORTH_FIRST), "do not lie in Viet Nam"),
        ("not a feature", "has no code"),
    ],
)
def test_a_fault_in_a_feature_is_told_with_its_place(put, feature, said):
    with pytest.raises(BoundaryFaults) as refused:
        put(feature)
    first = refused.value.faults[0]
    assert said in first.what.en
    assert "ranh-gioi.geojson #1" in first.place
    assert first.do.vi
    assert first.do.en


def test_coordinates_in_metres_are_said_to_be_vn_2000_most_likely(put):
    with pytest.raises(BoundaryFaults) as refused:
        put(square("05601", geometry=IN_METRES))
    assert "VN-2000" in refused.value.faults[0].said_in("en")
    assert "VN-2000" in refused.value.faults[0].said_in("vi")


def test_a_code_given_twice_is_a_fault(put):
    with pytest.raises(BoundaryFaults) as refused:
        put(square("05601"), square("05601", 105.9))
    assert "2 times" in refused.value.faults[0].what.en


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[]", "not a FeatureCollection"),
        ('{"type": "Feature"}', "not a FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "no features"),
        (
            '{"type": "FeatureCollection", "crs": {"properties": {"name": "EPSG:3405"}}, "features": []}',
            "other than WGS 84",
        ),
    ],
)
def test_a_file_that_is_no_feature_collection_is_refused(put, text, said):
    with pytest.raises(BoundaryFaults) as refused:
        put(text=text)
    assert said in refused.value.faults[0].what.en


def test_a_file_that_is_too_large_is_refused_unread(put, monkeypatch):
    monkeypatch.setattr(boundary_file, "LARGEST_FILE", 10)
    with pytest.raises(BoundaryFaults) as refused:
        put(square("05601"))
    assert "larger than" in refused.value.faults[0].what.en


def test_a_file_that_is_not_there_is_refused(tmp_path, communes):
    with pytest.raises(BoundaryFaults) as refused:
        import_boundaries(tmp_path / "none.geojson", on=DAY, by="test", at=NOON)
    assert "cannot be read" in refused.value.faults[0].what.en


def test_every_fault_is_listed_and_nothing_changes(put):
    put(square("05601"))
    lines = Entry.objects.count()

    with pytest.raises(BoundaryFaults) as refused:
        put(square("05601", 106.0), square(None), square("99999"), square("05602", geometry=BOW_TIE), at=LATER)

    assert len(refused.value.faults) == 3
    assert Boundary.objects.get().imported_at == NOON
    assert Entry.objects.count() == lines


def test_the_command_says_what_it_did_and_what_the_file_lacks(tmp_path, communes, capsys, monkeypatch):
    monkeypatch.setenv("LANG", "en")
    path = tmp_path / "one.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [square("05601")]}), encoding="utf-8")

    call_command("areas", "import-boundaries", str(path), "--on", "2024-09-30")

    said = capsys.readouterr().out
    assert "Boundaries imported: 1" in said
    assert "Xã Ca (05603)" in said


def test_the_command_shows_a_code_on_a_day(communes, capsys):
    call_command("areas", "show", "05601", "--on", "2024-09-30")
    assert "05601 Xã An, Huyện Đồng Hỷ, Tỉnh Thái Nguyên" in capsys.readouterr().out
