"""What the dashboards say of a province that can be checked by hand."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ntm.accounts.models import Role, User
from ntm.areas.models import ChangeKind, Succession
from ntm.core.rulebook import Outcome
from ntm.dashboards.selectors import chosen_rows, formed_of, overview, picture_of, story_of, unit_page
from ntm.dashboards.selectors.picture import FAR, OUTSIDE, SILENT, SLIPPED
from tests.factories import make_person, make_unit
from tests.small_province import DAY, NTM, Q3, small_province

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return small_province()


@pytest.fixture
def leader(client, here):
    client.force_login(make_person("leader", Role.LEADER, here.province))
    return client


def row_of(page, unit):
    return next(row for row in page.rows if row.unit == unit)


def test_only_communes_are_rows_and_each_stands_under_its_district(here):
    page = overview(here.province, DAY)

    assert {row.unit for row in page.rows} == {here.rich, here.slipping, here.poor, here.silent}
    assert row_of(page, here.poor).district == here.vo_nhai
    assert here.township in page.communal


def test_a_recognised_commune_that_fails_a_criterion_slips(here):
    page = overview(here.province, DAY)

    assert row_of(page, here.slipping).slipped
    assert not row_of(page, here.rich).slipped
    assert not row_of(page, here.poor).slipped, "nobody recognised it, so it cannot slip"
    assert page.whole.slipped == 1


def test_gaps_name_the_criterion_that_fails_most(here):
    first = overview(here.province, DAY).gaps[0]

    assert (first.criterion.code, first.not_met, first.met) == ("10", 2, 1)


def test_a_criterion_without_a_level_is_named_apart(here):
    assert "2" in [row.criterion.code for row in overview(here.province, DAY).without_level]


def test_the_average_counts_only_what_was_judged(here):
    page = overview(here.province, DAY)

    assert len(page.whole.judged) == 3
    assert page.whole.criteria_met_on_average == Decimal("0.3"), "one criterion met in three communes"


def test_every_judged_commune_is_in_exactly_one_band(here):
    page = overview(here.province, DAY)

    assert sum(band.units for band in page.bands) == len(page.whole.judged)


def test_the_map_shows_a_slip_before_anything_else(here):
    for number, unit in enumerate([here.rich, here.slipping, here.poor, here.silent, here.township]):
        unit.latitude, unit.longitude = 21.5 + number / 10, 105.8 + (number % 2) / 10
        unit.save()

    states = {cell.unit: cell.state for cell in picture_of(overview(here.province, DAY)).cells}

    assert states[here.slipping] is SLIPPED
    assert states[here.poor] is FAR
    assert states[here.silent] is SILENT
    assert states[here.township] is OUTSIDE


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"district": "170"}, {"Dân Tiến", "Liên Minh"}),
        ({"show": "slipped"}, {"Yên Đổ"}),
        ({"show": "behind"}, {"Yên Đổ", "Dân Tiến"}),
        ({"criterion": "10", "district": "170"}, {"Dân Tiến"}),
        ({"criterion": "10", "verdict": "not_met", "district": "170"}, {"Dân Tiến"}),
        ({"show": "no such word"}, {"Yên Ninh", "Yên Đổ", "Dân Tiến", "Liên Minh"}),
    ],
)
def test_communes_are_narrowed_by_district_state_and_criterion(here, chosen, names):
    assert {row.unit.short_name for row in chosen_rows(overview(here.province, DAY), **chosen)} == names


def test_a_figure_of_the_overview_opens_as_many_communes_as_it_counts(here):
    page = overview(here.province, DAY)

    for band in page.bands:
        assert len(chosen_rows(page, show=band.show)) == band.units, band.name.en
    assert len(chosen_rows(page, show="recognised")) == page.whole.recognised
    for row in page.criteria:
        opened = {
            verdict: len(chosen_rows(page, criterion=row.criterion.code, verdict=verdict))
            for verdict in ("not_met", "no_data", "met", "no_level")
        }
        counted = {"not_met": row.not_met, "no_data": row.no_data, "met": row.met, "no_level": row.no_level}
        assert opened == counted, row.criterion.code


def test_the_matrix_leaves_as_a_workbook_with_the_filters_kept_and_verdicts_in_words(here, leader):
    answer = leader.get(f"/matrix/export/?day={DAY}&criterion=10&district=170")

    page = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell for cell in row if cell is not None] for row in page.iter_rows(min_row=7, values_only=True)]
    assert [row[0] for row in rows] == ["Xã Dân Tiến"]
    assert "Chưa đạt" in rows[0]
    assert page["A1"].value == "KẾT QUẢ THỰC HIỆN BỘ TIÊU CHÍ THEO XÃ"


def test_a_day_before_the_first_figures_shows_units_and_no_verdict(here):
    page = overview(here.province, date(2024, 1, 31))

    assert len(page.rows) == 4
    assert all(row.standing is None for row in page.rows)


def test_a_day_without_a_set_says_so_instead_of_judging(here, leader):
    page = overview(here.province, date(2026, 2, 1))

    assert page.criteria_set is not None, "quarter IV/2025 ended under the old set"
    assert "Chưa nạp kế hoạch năm 2026" in leader.get("/?day=2026-02-01").text


def test_the_page_of_a_commune_gives_the_reason_and_the_gap(here):
    page = unit_page(here.poor, DAY)
    income = next(row for block in page.blocks for row in block.rows if row.verdict.code == "10")

    assert income.verdict.outcome is Outcome.NOT_MET
    assert income.measured.vi.startswith("30 triệu đồng")
    assert income.gap.vi.startswith("còn thiếu 15 triệu đồng")
    assert "318/QĐ-TTg" in income.verdict.why.vi


def test_every_level_on_the_page_stands_with_its_article_and_confidence(here, leader):
    page = leader.get(f"/units/{here.poor.pk}/").text

    levels, articles = page.count("từ 45 triệu đồng/người/năm trở lên<"), page.count('class="asked-from"')
    assert levels == 1
    assert articles >= 57, "one for each indicator, silent ones included"
    assert "độ tin cậy thấp" in page


def test_a_ward_or_township_is_not_judged(here):
    assert unit_page(here.township, DAY).sets == ()


def test_the_story_of_a_figure_tells_who_and_when(here):
    from ntm.criteria.selectors import rulebook

    criteria_set = rulebook().set(NTM)
    story = story_of(here.poor, criteria_set, criteria_set.indicator("10"), Q3)

    chapter = story.chapters[0]
    assert chapter.period == Q3
    assert [reading.entered_by for reading in chapter.readings] == ["can-bo-xa"]
    assert story.rests_on_sample


def test_a_figure_that_nobody_reported_has_a_story_of_silence(here):
    from ntm.criteria.selectors import rulebook

    criteria_set = rulebook().set(NTM)
    story = story_of(here.silent, criteria_set, criteria_set.indicator("10"), Q3)

    assert story.chapters[0].readings == ()
    assert story.chapters[0].verdict.outcome is Outcome.NO_DATA


def test_sample_figures_are_marked_wherever_they_show(here, leader):
    for address in ("/", "/matrix/", f"/units/{here.poor.pk}/", f"/units/{here.poor.pk}/why/{NTM}/10/"):
        assert "dữ liệu mẫu" in leader.get(address).text, address


def test_what_was_joined_waits_for_a_decision_and_takes_over_no_status(here, leader):
    day = date(2025, 12, 31)
    joined, mixed = (make_unit(name, parent=here.phu_luong, valid_from=date(2025, 7, 1)) for name in ("Một", "Hai"))
    parts = [(here.rich, joined), (here.slipping, joined), (here.rich, mixed), (here.poor, mixed)]
    for before, after in parts:
        Succession.objects.create(
            kind=ChangeKind.MERGED, effective_on=date(2025, 7, 1), predecessor=before, successor=after
        )

    page = overview(here.province, day)
    formed = formed_of(page.rows)

    assert (formed.from_recognised, formed.from_some, formed.from_none_known) == (1, 1, 0)
    assert row_of(page, joined).recognition is None
    assert "chờ tỉnh quyết định" in leader.get(f"/?day={day}").text


def test_a_link_keeps_the_day_of_the_page(here, leader):
    page = leader.get("/?day=2024-06-30").text

    assert f"/units/{here.poor.pk}/?day=2024-06-30" in page


def test_an_unreadable_day_shows_the_default_day(here, leader):
    assert leader.get("/?day=30/06/2024").status_code == 200


def test_a_unit_of_another_day_says_when_it_existed(here, leader):
    later = make_unit("Phú Bình", parent=here.phu_luong, valid_from=date(2025, 7, 1))

    answer = leader.get(f"/units/{later.pk}/")

    assert answer.status_code == 422
    assert "01/07/2025" in answer.text


def test_a_unit_of_another_province_looks_like_one_that_does_not_exist(here, leader):
    foreign = make_unit("Nơi khác")

    assert leader.get(f"/units/{foreign.pk}/").status_code == 404
    assert leader.get("/units/999999/").status_code == 404


def test_whoever_holds_no_office_sees_nothing_of_the_province(here, client):
    client.force_login(User.objects.create_user("nobody"))

    for address in ("/", "/matrix/", "/plans/", f"/units/{here.poor.pk}/"):
        assert client.get(address).status_code == 404, address


def test_an_unknown_set_or_indicator_is_not_found(here, leader):
    assert leader.get(f"/units/{here.poor.pk}/why/no-such-set/10/").status_code == 404
    assert leader.get(f"/units/{here.poor.pk}/why/{NTM}/99.9/").status_code == 422


def test_pages_speak_english_when_asked(here, leader):
    leader.cookies["django_language"] = "en"

    assert "Targets of 2024" in leader.get("/").text
