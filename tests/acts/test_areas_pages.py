"""The pages about units: changes by order, one unit's life, a figure on another map. The country is loaded once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.test import TestCase
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.areas.models import Figure, Unit
from ntm.areas.selectors.changes import changes_at_home, communes_at_home
from ntm.areas.selectors.compared import compared
from ntm.areas.selectors.history import history_of
from ntm.areas.services import load_reference
from tests.factories import NOON, make_person, make_province

FEBRUARY, DECEMBER, EVE, JULY = date(2024, 2, 23), date(2024, 12, 1), date(2025, 6, 30), date(2025, 7, 1)
CENSUS = date(2009, 4, 1)


def commune(code: str, day: date) -> Unit:
    return Unit.objects.on(day).communes().get(code=code)


class TheProvinceOverTime(TestCase):
    """What a reader is shown of the units that the product ships."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_reference(at=NOON, by="test")
        province = Unit.objects.on(FEBRUARY).get(tier="province", code="19")
        cls.reader = make_person("lanh-dao", Role.LEADER, province)

    def shown(self, view: str, *args: object, language: str = "vi", **query: str) -> str:
        self.client.force_login(self.reader)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        answer = self.client.get(reverse(view, args=args), query)
        assert answer.status_code == 200
        return answer.content.decode()

    # Changes

    def test_the_map_of_the_province_is_counted_from_change_to_change(self):
        maps = [(one.day, one.districts, one.communes, one.all_communal) for one in changes_at_home().maps]
        assert [one[1:] for one in maps] == [(9, 126, 177), (9, 121, 172), (0, 77, 92)]
        assert [one[0] for one in maps[1:]] == [DECEMBER, JULY]

    def test_each_order_stands_by_itself_with_the_units_it_formed(self):
        by_number = {change.order.number: change for change in changes_at_home().changes}
        formed = [one.unit.name for one in by_number["1240/NQ-UBTVQH15"].formed]
        assert formed == [
            "Thị trấn Chợ Chu",
            "Thị trấn Giang Tiên",
            "Xã Phú Cường",
            "Thị trấn Trại Cau",
            "Xã Vạn Phú",
        ]
        assert len(by_number["203/2025/QH15"].ended) == 9
        assert [one.unit.name for one in by_number["202/2025/QH15"].formed] == ["Tỉnh Thái Nguyên"]

    def test_the_newest_change_stands_first(self):
        days = [change.effective_on for change in changes_at_home().changes]
        assert days == sorted(days, reverse=True)

    def test_a_change_is_found_by_an_old_name_typed_without_marks(self):
        changes = changes_at_home("bao cuong").changes
        assert {one.unit.name for change in changes for one in change.formed} == {"Thị trấn Chợ Chu"}
        assert {step.row.predecessor.name for step in changes[0].formed[0].steps} == {
            "Thị trấn Chợ Chu",
            "Xã Bảo Cường",
        }

    def test_an_unknown_name_is_answered_with_what_to_do(self):
        assert "gõ tên không dấu" in self.shown("areas:changes", unit="không có xã này")

    def test_the_changes_are_told_in_both_languages(self):
        assert "Đơn vị hành chính qua thời gian" in self.shown("areas:changes")
        assert "Administrative units over time" in self.shown("areas:changes", language="en")

    # One unit's life

    def test_a_code_is_followed_through_the_three_units_that_bore_it(self):
        life = history_of(commune("05569", FEBRUARY), JULY)
        assert [unit.name for unit in life.same_code] == ["Xã Bảo Cường", "Thị trấn Chợ Chu", "Xã Định Hóa"]

    def test_a_unit_of_2024_is_followed_through_two_changes(self):
        life = history_of(commune("05569", FEBRUARY), JULY)
        assert [step.row.successor.name for step in life.became] == ["Thị trấn Chợ Chu"]
        assert [(part.unit.name, part.share) for part in life.followed] == [("Xã Định Hóa", 1)]

    def test_a_split_unit_shows_its_shares_and_that_they_are_assumed(self):
        page = self.shown("areas:history", commune("05461", FEBRUARY).pk, day="2025-12-31")
        assert page.count("1/2, giả định chia đều") == 2
        assert "phần giả định" in page

    def test_a_district_ends_without_a_successor(self):
        district = Unit.objects.get(tier="district", code="167")
        assert history_of(district, JULY).followed == ()
        assert "kết thúc cấp huyện" in self.shown("areas:history", district.pk)

    def test_a_unit_shows_its_figures_with_day_and_source(self):
        page = self.shown("areas:history", commune("05569", FEBRUARY).pk)
        assert "3.726 người" in page
        assert "01/04/2009" in page
        assert "censusVN2009" in page

    def test_a_unit_that_never_was_is_not_found(self):
        self.client.force_login(self.reader)
        assert self.client.get(reverse("areas:history", args=[999_999_999])).status_code == 404

    # A figure on another map

    def test_a_figure_has_the_same_total_on_every_map(self):
        for name in ("population", "area_km2"):
            counted = sum(Figure.objects.filter(name=name).values_list("amount", flat=True), Decimal(0))
            assert {compared(name, CENSUS, day).total for day in (FEBRUARY, DECEMBER, JULY)} == {counted}

    def test_what_a_unit_gave_away_adds_up_to_what_it_had(self):
        had = {figure.unit: figure.amount for figure in Figure.objects.filter(name="population").select_related("unit")}
        gave: defaultdict[Unit, Decimal] = defaultdict(Decimal)
        for row in compared("population", CENSUS, JULY).rows:
            for piece in row.pieces:
                assert piece.amount == int(piece.amount)
                gave[piece.unit] += piece.amount
        assert gave == had

    def test_the_rows_that_rest_on_assumed_shares_are_those_of_the_three_split_units(self):
        page = compared("population", CENSUS, JULY)
        divided = {piece.unit.name for row in page.assumed for piece in row.pieces if not piece.whole}
        assert divided == {"Phường Gia Sàng", "Phường Cam Giá", "Xã Thượng Đình"}
        assert not compared("population", CENSUS, DECEMBER).assumed

    def test_a_unit_without_a_figure_is_named_and_never_counted_as_nothing(self):
        (row,) = compared("population", CENSUS, JULY).incomplete
        assert [unit.name for unit in row.uncounted] == ["Phường Bách Quang"]

    def test_units_of_which_nothing_is_known_are_counted_apart(self):
        assert compared("population", CENSUS, JULY).silent == 37
        assert "37 đơn vị trên bản đồ này không có số liệu" in self.shown("areas:compare", day="2025-07-01")

    def test_a_map_before_the_figures_own_is_refused_with_a_way_out(self):
        self.client.force_login(self.reader)
        answer = self.client.get(reverse("areas:compare"), {"day": "2022-01-01"})
        assert answer.status_code == 422
        assert "Hãy chọn" in answer.content.decode()

    def test_a_figure_that_nobody_knows_gives_way_to_the_first_one(self):
        assert "Dân số theo bản đồ ngày" in self.shown("areas:compare", figure="income-1999-01-01")

    # The shell

    def test_another_days_map_is_announced(self):
        assert (communes_at_home(FEBRUARY), communes_at_home(JULY)) == (126, 77)
        note = "Bản đồ ngày 31/12/2025 có 77 xã; bản đồ ngày 30/09/2024 có 126 xã."
        assert note in self.shown("areas:changes", day="2025-12-31")
        assert "Bản đồ ngày" not in self.shown("areas:changes")


class BeforeAnythingIsLoaded(TestCase):
    """An empty installation teaches what belongs here."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reader = make_person("lanh-dao", Role.LEADER, make_province())

    def test_the_empty_pages_say_what_belongs_there_and_who_loads_it(self):
        self.client.force_login(self.reader)
        for view in ("areas:changes", "areas:compare"):
            page = self.client.get(reverse(view)).content.decode()
            assert "ntm areas load" in page
