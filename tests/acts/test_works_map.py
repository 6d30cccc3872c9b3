"""Works on the map: each state its own mark, zoomed by link, and there also without any outline."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.areas.models import Unit
from ntm.finance.models import State
from ntm.finance.selectors import works_in
from ntm.finance.selectors.on_map import MARKS, WORDS, pick_map, picture_of
from ntm.finance.services import record_progress
from tests.factories import make_person
from tests.small_works import BY, DAY, MILLION, make_work, small_works

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    found = small_works()
    spots = ((found.place.poor, 21.7, 106.0), (found.place.rich, 21.8, 105.7), (found.place.silent, 21.9, 106.1))
    for unit, latitude, longitude in spots:
        Unit.objects.filter(pk=unit.pk).update(latitude=latitude, longitude=longitude)
    return found


def drawn(small, unit=None):
    place = small.place
    return picture_of(place.province, unit or place.province, works_in(place.province, DAY), DAY)


def test_every_state_has_a_mark_of_its_own_shape():
    assert MARKS.keys() == WORDS.keys() == {*State.values, "late"}
    assert len(set(MARKS.values())) == len(MARKS)


def test_works_stand_over_the_units_and_those_without_a_position_are_named(small):
    make_work(small.place, "CT2", latitude=None, longitude=None)
    picture = drawn(small)
    assert [mark.row.work.code for mark in picture.marks] == ["CT1"]
    assert [row.work.code for row in picture.unplaced] == ["CT2"]
    assert "Xã Dân Tiến" in {name for _, name, _ in picture.land}


def test_works_in_one_place_are_spread_so_that_each_can_be_pressed(small):
    for code in ("CT2", "CT3"):
        make_work(small.place, code)
    assert len({mark.transform for mark in drawn(small).marks}) == 3


def test_the_map_zooms_to_a_district(small):
    whole, near = drawn(small), drawn(small, small.place.vo_nhai)
    widths = [float(one.view_box.split()[2]) for one in (whole, near)]
    assert widths[1] < widths[0]
    assert {name for _, name, inside in near.land if inside} >= {"Xã Dân Tiến", "Xã Liên Minh"}


def test_without_any_outline_the_works_themselves_make_the_map(small):
    Unit.objects.update(latitude=None, longitude=None)
    picture = drawn(small)
    assert picture.land == ()
    assert len(picture.marks) == 1
    assert pick_map(small.place.province, small.place.poor, DAY) is None


def test_the_list_beside_the_map_says_the_same_and_the_filters_narrow_both(client, small):
    other = make_work(small.place, "CT2", field="roads", name="Đường thôn")
    record_progress(other, DAY, percent=10, accepted_dong=5 * MILLION, **BY)
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, small.place.vo_nhai))
    page = client.get(reverse("finance:works_map"))
    assert page.text.count('class="work-mark work-mark-') >= 4  # two on the map, two in the list
    assert page.text.count('class="work-ring" r="1" transform') == 1
    for query, left in (({"field": "roads"}, "CT2"), ({"state": "preparing"}, "CT1"), ({"arrears": "yes"}, "CT2")):
        page = client.get(reverse("finance:works_map"), query)
        assert [row.work.code for row in page.context["rows"]] == [left]
        assert [mark.row.work.code for mark in page.context["picture"].marks] == [left]
