"""Units in time: what stood on a day, under whom, and what became of it. The whole country is loaded once."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from django.test import TestCase

from ntm.areas.mapping import map_of_units
from ntm.areas.models import Figure, Kind, Parent, Succession, Tier, Trait, TraitName, Unit
from ntm.areas.selectors import (
    NoProvinceThatDay,
    NoUnitThatDay,
    ancestors,
    children,
    descendants,
    home_province,
    place_of,
    predecessors,
    search,
    successors,
    tree,
    unit_with_code,
)
from ntm.areas.services import load_reference
from ntm.audit.models import Entry
from tests.factories import NOON

FEBRUARY, DECEMBER, EVE, JULY = date(2024, 2, 23), date(2024, 12, 1), date(2025, 6, 30), date(2025, 7, 1)


class TheCountry(TestCase):
    """Every rule here is proven on the units that the product ships."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.loaded = load_reference(at=NOON, by="test")

    def test_the_country_has_its_units_on_both_sides_of_july_2025(self):
        assert tiers(EVE) == {Tier.PROVINCE: 63, Tier.DISTRICT: 696, Tier.COMMUNE: 10_035}
        assert tiers(JULY) == {Tier.PROVINCE: 34, Tier.COMMUNE: 3_321}

    def test_thai_nguyen_has_177_units_then_172_then_92(self):
        assert kinds(FEBRUARY) == {"xa": 126, "phuong": 41, "thi-tran": 10, "huyen": 6, "thanh-pho": 3}
        assert kinds(DECEMBER) == {"xa": 121, "phuong": 41, "thi-tran": 10, "huyen": 6, "thanh-pho": 3}
        assert kinds(JULY) == {"xa": 77, "phuong": 15}

    def test_loading_again_changes_nothing(self):
        before = [model.objects.count() for model in (Unit, Parent, Succession, Trait, Figure, Entry)]

        assert load_reference(at=NOON, by="test") == 0

        assert [model.objects.count() for model in (Unit, Parent, Succession, Trait, Figure, Entry)] == before

    def test_the_load_leaves_one_line_of_audit(self):
        line = Entry.objects.get(act="areas.reference_loaded")
        assert line.detail == {"units": self.loaded}

    def test_one_code_is_three_units_in_turn(self):
        names = [unit_with_code("05569", day).name for day in (FEBRUARY, DECEMBER, JULY)]
        assert names == ["Xã Bảo Cường", "Thị trấn Chợ Chu", "Xã Định Hóa"]

    def test_no_day_has_two_units_with_one_code(self):
        for day in (FEBRUARY, DECEMBER, EVE, JULY):
            codes = Unit.objects.on(day).filter(tier=Tier.COMMUNE).values_list("code", flat=True)
            assert len(codes) == len(set(codes))

    def test_a_code_that_ended_says_whose_it_was(self):
        with pytest.raises(NoUnitThatDay, match="Xã Phấn Mễ") as refused:
            unit_with_code("05644", JULY.replace(year=2030))
        assert "Thị trấn Giang Tiên" in refused.value.what.en

    def test_a_day_before_the_lists_says_what_is_known(self):
        with pytest.raises(NoProvinceThatDay, match="01/01/2021"):
            home_province(date(2010, 1, 1))

    def test_the_tree_goes_through_districts_until_they_end(self):
        before, after = tree(home_province(EVE), EVE), tree(home_province(JULY), JULY)
        assert Counter(before[unit.parent_pk].tier for unit in before.values() if unit.tier == Tier.COMMUNE) == {
            Tier.DISTRICT: 172
        }
        assert {unit.parent_pk for unit in after.values()} == {home_province(JULY).pk}

    def test_the_tree_asks_once_a_tier(self):
        province = home_province(FEBRUARY)
        with self.assertNumQueries(2):
            tree(province, FEBRUARY)

    def test_those_above_stand_from_the_highest_down(self):
        commune = unit_with_code("05569", FEBRUARY)
        assert [unit.name for unit in ancestors(commune, FEBRUARY)] == ["Tỉnh Thái Nguyên", "Huyện Định Hóa"]
        assert [unit.name for unit in ancestors(unit_with_code("05569", JULY), JULY)] == ["Tỉnh Thái Nguyên"]

    def test_children_stand_in_vietnamese_order(self):
        names = [unit.short_name for unit in children(home_province(FEBRUARY), FEBRUARY)]
        assert names.index("Đại Từ") < names.index("Đồng Hỷ") < names.index("Phú Bình") < names.index("Võ Nhai")

    def test_units_are_found_with_and_without_marks_and_by_code(self):
        assert "Huyện Đồng Hỷ" in [unit.name for unit in search("dong hy", FEBRUARY)]
        assert "Huyện Đồng Hỷ" in [unit.name for unit in search("Đồng Hỷ", FEBRUARY)]
        assert [unit.name for unit in search("05569", DECEMBER)] == ["Thị trấn Chợ Chu"]
        assert search("   ", FEBRUARY) == []

    def test_a_unit_that_lasts_is_its_own_successor(self):
        lasting = unit_with_code("05662", FEBRUARY)
        assert [(part.unit, part.share) for part in successors(lasting, DECEMBER)] == [(lasting, 1)]

    def test_successors_are_followed_over_two_steps(self):
        first = unit_with_code("05536", FEBRUARY)
        [part] = successors(first, JULY)
        assert (part.unit.name, part.share, part.assumed) == ("Xã Định Hóa", 1, False)

    def test_predecessors_are_followed_over_two_steps(self):
        found = {part.unit.name for part in predecessors(unit_with_code("05569", JULY), FEBRUARY)}
        assert {"Xã Bảo Cường", "Thị trấn Chợ Chu"} < found
        assert all(part.unit.exists_on(FEBRUARY) for part in predecessors(unit_with_code("05569", JULY), FEBRUARY))

    def test_a_unit_that_took_in_another_is_among_its_own_predecessors(self):
        trai_cau = unit_with_code("05662", DECEMBER)
        assert {part.unit.name for part in predecessors(trai_cau, FEBRUARY)} == {"Thị trấn Trại Cau", "Xã Tân Lợi"}

    def test_what_was_divided_is_said_to_be_assumed(self):
        for code in ("05461", "05467", "05932"):
            parts = successors(unit_with_code(code, EVE), JULY)
            assert [part.share for part in parts] == [Fraction(1, 2)] * 2
            assert all(part.assumed for part in parts)

    def test_nothing_else_of_thai_nguyen_is_assumed(self):
        units = descendants(home_province(EVE), EVE, Tier.COMMUNE)
        assumed = Succession.objects.filter(predecessor__in=[unit.pk for unit in units], basis="assumed")
        assert set(assumed.values_list("predecessor__code", flat=True)) == {"05461", "05467", "05932"}

    def test_districts_end_without_a_successor_except_five_islands(self):
        ended = Succession.objects.filter(predecessor__tier=Tier.DISTRICT)
        assert ended.filter(successor=None).count() == 691
        assert set(ended.exclude(successor=None).values_list("successor__kind", flat=True)) == {Kind.SPECIAL_ZONE}

    def test_every_unit_that_ends_says_what_became_of_it(self):
        silent = Unit.objects.filter(valid_until__isnull=False, became=None)
        assert list(silent) == []

    def test_a_place_takes_its_region_from_the_province(self):
        units = descendants(home_province(FEBRUARY), FEBRUARY, Tier.COMMUNE)
        places = place_of(units, FEBRUARY)
        assert {place.region for place in places.values()} == {"TDMNPB"}
        assert {place.province for place in places.values()} == {"19"}

    def test_a_commune_takes_the_poor_district_from_above(self):
        district = unit_with_code("170", FEBRUARY)
        Trait.objects.create(unit=district, name=TraitName.POOR_DISTRICT, valid_from=FEBRUARY, source="test")
        inside, outside = children(district, FEBRUARY)[0], children(unit_with_code("164", FEBRUARY), FEBRUARY)[0]

        places = place_of([inside, outside], FEBRUARY)

        assert "poor-district" in places[inside.pk].traits
        assert "poor-district" not in places[outside.pk].traits

    def test_a_safe_zone_commune_is_told_apart(self):
        commune = unit_with_code("05824", FEBRUARY)
        assert "safe-zone" in place_of([commune], FEBRUARY)[commune.pk].traits

    def test_places_take_a_few_questions_whatever_the_number_of_units(self):
        units = descendants(home_province(FEBRUARY), FEBRUARY, Tier.COMMUNE)
        with self.assertNumQueries(4):
            place_of(units, FEBRUARY)

    def test_a_unit_without_a_figure_has_none_and_not_zero(self):
        assert not Figure.objects.filter(unit__code="05528").exists()
        assert Figure.objects.filter(name="population").count() == 176

    def test_every_communal_unit_has_a_shape_on_every_day(self):
        for day, how_many in ((FEBRUARY, 177), (DECEMBER, 172), (JULY, 92)):
            drawn = map_of_units(home_province(day), day)
            assert len(drawn.shapes) == how_many
            assert not drawn.exact
            assert all(shape.path.startswith("M") and shape.path.endswith("Z") for shape in drawn.shapes.values())


def tiers(day: date) -> dict[str, int]:
    return dict(Counter(Unit.objects.on(day).values_list("tier", flat=True)))


def kinds(day: date) -> dict[str, int]:
    return dict(Counter(unit.kind for unit in descendants(home_province(day), day)))
