"""Construction arrears: a stock on a day, how it moves, and a plan that never exceeds it."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from ntm.accounts.models import Role
from ntm.finance.debts import Movement
from ntm.finance.selectors import arrears_in
from ntm.finance.selectors.arrears import by_age, by_field, by_unit, by_year_and_source, movement_in, sum_of
from ntm.finance.services import plan_clearing, record_progress
from ntm.finance.work_problems import PlanExceedsArrears
from ntm.notices.models import Notice
from ntm.notices.waiting import waiting_for
from tests.factories import make_person
from tests.small_works import BY, COMMUNE, DAY, JUNE, MILLION, SOURCE, fund, make_work, small_works

pytestmark = pytest.mark.django_db
JULY, LATER = date(2024, 7, 31), date(2024, 9, 25)


@pytest.fixture
def small():
    """The work owes 220 million since July."""
    found = small_works()
    record_progress(found.work, JULY, percent=80, accepted_dong=720 * MILLION, **BY)
    return found


def owed(small, day=DAY):
    [row] = arrears_in(small.place.province, day)
    return row


def test_the_plan_is_held_against_the_arrears_and_the_gap_is_named(small):
    assert (owed(small).amount_dong, owed(small).planned, owed(small).gap) == (220 * MILLION, 0, 220 * MILLION)
    plan_clearing(small.work, 2025, SOURCE, 100 * MILLION, on=DAY, **BY)
    plan_clearing(small.work, 2025, COMMUNE, 50 * MILLION, on=DAY, **BY)
    row = owed(small)
    assert (row.planned, row.planned_left, row.gap) == (150 * MILLION, 150 * MILLION, 70 * MILLION)
    assert by_year_and_source([row]) == ((2025, {SOURCE: 100 * MILLION, COMMUNE: 50 * MILLION}),)
    assert owed(small, JULY).planned == 0  # nobody had planned anything by then


def test_a_plan_cannot_exceed_the_arrears_of_its_day(small):
    plan_clearing(small.work, 2025, SOURCE, 100 * MILLION, on=DAY, **BY)
    with pytest.raises(PlanExceedsArrears, match=r"tối đa 120\.000\.000"):
        plan_clearing(small.work, 2026, "programme/integrated", 121 * MILLION, on=DAY, **BY)
    plan_clearing(small.work, 2025, SOURCE, 220 * MILLION, on=DAY, **BY)  # takes the place of the 100
    with pytest.raises(PlanExceedsArrears):
        plan_clearing(small.work, 2025, SOURCE, 1, on=date(2024, 7, 1), **BY)  # nothing was owed that day


def test_what_is_covered_counts_against_the_plan(small):
    plan_clearing(small.work, 2025, SOURCE, 220 * MILLION, on=DAY, **BY)
    fund(small.place, small.work, 90, LATER)
    row = owed(small, LATER)
    assert (row.amount_dong, row.cleared, row.planned_left, row.gap) == (130 * MILLION, 90 * MILLION, 130 * MILLION, 0)


def test_arrears_that_arise_after_the_plan_are_a_gap_and_may_be_planned_too(small):
    plan_clearing(small.work, 2025, SOURCE, 220 * MILLION, on=DAY, **BY)
    fund(small.place, small.work, 90, LATER)
    record_progress(small.work, LATER, percent=90, accepted_dong=800 * MILLION, **BY)
    row = owed(small, LATER)
    # 90 covered and 80 newly owed on one day: the day counts once, by 10 less.
    assert (row.amount_dong, row.cleared, row.gap) == (210 * MILLION, 10 * MILLION, 0)
    record_progress(small.work, date(2024, 9, 26), percent=95, accepted_dong=830 * MILLION, **BY)
    assert owed(small, date(2024, 9, 26)).gap == 30 * MILLION
    plan_clearing(small.work, 2025, COMMUNE, 30 * MILLION, on=date(2024, 9, 26), **BY)
    assert owed(small, date(2024, 9, 26)).gap == 0


def test_zero_takes_a_plan_back(small):
    plan_clearing(small.work, 2025, SOURCE, 100 * MILLION, on=DAY, **BY)
    plan_clearing(small.work, 2025, SOURCE, 0, on=DAY, **BY)
    assert owed(small).to_clear_by_year == {}


def test_the_movement_adds_up_and_the_district_sums_its_communes(small):
    place = small.place
    other = make_work(place, "CT2", unit=place.silent, field="roads")
    record_progress(other, DAY, percent=10, accepted_dong=40 * MILLION, **BY)
    fund(place, small.work, 120, DAY)
    moved = {work.code: one for work, one in movement_in(place.vo_nhai, JULY, DAY)}
    assert moved == {
        "CT1": Movement(220 * MILLION, 0, 120 * MILLION),
        "CT2": Movement(0, 40 * MILLION, 0),
    }
    total = sum_of(moved.values())
    rows = arrears_in(place.vo_nhai, DAY)
    assert total.closing == sum(row.amount_dong for row in rows) == 140 * MILLION
    parts = by_unit(place.vo_nhai, rows, DAY)
    assert {part.name.vi: part.amount_dong // MILLION for part in parts} == {"Xã Dân Tiến": 100, "Xã Liên Minh": 40}
    [district] = by_unit(place.province, arrears_in(place.province, DAY), DAY)
    assert (district.name.vi, district.works, district.amount_dong) == ("Huyện Võ Nhai", 2, 140 * MILLION)
    assert [(one.name.vi, one.amount_dong // MILLION) for one in by_field(rows)] == [
        ("Giao thông", 40),
        ("Văn hóa, thể thao", 100),
    ]


def test_age_counts_from_the_day_since_which_it_is_owed_and_the_oldest_is_covered_first(small):
    record_progress(small.work, DAY, percent=85, accepted_dong=760 * MILLION, **BY)
    fund(small.place, small.work, 100, LATER)
    row = owed(small, LATER)
    assert row.layers == ((JULY, 120 * MILLION), (DAY, 40 * MILLION))
    assert [dong // MILLION for _, dong in by_age([row], date(2024, 12, 1))] == [40, 120, 0, 0]


def test_new_arrears_are_told_to_the_district_and_the_coordination_office_once(small):
    district = make_person("huyen", Role.DISTRICT_OFFICER, small.place.vo_nhai)
    office = make_person("van-phong", Role.COORDINATION_OFFICE, small.place.province)
    make_person("xa", Role.COMMUNE_OFFICER, small.place.poor)
    record_progress(small.work, DAY, percent=85, accepted_dong=760 * MILLION, **BY)
    assert {one.to for one in Notice.objects.all()} == {district, office}
    assert "260.000.000 đồng chưa có kế hoạch trả" in Notice.objects.first().vi
    plan_clearing(small.work, 2025, SOURCE, 260 * MILLION, on=DAY, **BY)
    Notice.objects.all().delete()
    record_progress(small.work, LATER, percent=86, **BY)  # no more is owed than before
    assert not Notice.objects.exists()


def test_arrears_without_a_plan_wait_in_the_inbox_of_who_keeps_the_ledger(small):
    district = make_person("huyen", Role.DISTRICT_OFFICER, small.place.vo_nhai)
    [waiting] = [one for one in waiting_for(district, DAY) if "Nợ đọng" in one.title.vi]
    assert waiting.lead.vi == "1 công trình, 220.000.000 đồng"
    plan_clearing(small.work, 2025, SOURCE, 220 * MILLION, on=DAY, **BY)
    assert not [one for one in waiting_for(district, DAY) if "Nợ đọng" in one.title.vi]


def test_the_page_and_the_workbook_say_the_same(client, small):
    plan_clearing(small.work, 2025, SOURCE, 100 * MILLION, on=DAY, **BY)
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, small.place.province))
    page = client.get(reverse("finance:arrears"), {"since": "2024-06-30"})
    assert page.context["movement"] == Movement(0, 220 * MILLION, 0)
    assert (page.context["total"], page.context["gap"]) == (220 * MILLION, 120 * MILLION)
    content = client.get(reverse("finance:arrears_export"), {"since": "2024-06-30"}).content
    book = load_workbook(io.BytesIO(content))
    row = [cell.value for cell in book["Theo công trình"][5]]
    assert row[:7] == [
        "CT1",
        "Nhà văn hóa CT1",
        "Xã Dân Tiến",
        220 * MILLION,
        "31/07/2024",
        100 * MILLION,
        120 * MILLION,
    ]
    assert [cell.value for cell in book["Biến động"][5]] == [
        "CT1",
        "Nhà văn hóa CT1",
        0,
        220 * MILLION,
        0,
        220 * MILLION,
    ]


def test_more_works_ask_no_more_questions(client, small, django_assert_max_num_queries):
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, small.place.province))
    for number in range(2, 6):
        work = make_work(small.place, f"CT{number}")
        record_progress(work, JUNE, percent=50, accepted_dong=number * MILLION, **BY)
    for view in ("finance:arrears", "finance:works", "finance:works_map", "finance:maintenance"):
        with django_assert_max_num_queries(32):
            assert client.get(reverse(view)).status_code == 200


def test_who_plans_sees_what_is_owed_and_not_planned_yet(client, small):
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, small.place.vo_nhai))
    plan_clearing(small.work, 2025, SOURCE, 100 * MILLION, on=DAY, **BY)
    address = reverse("finance:clearing", args=[small.work.pk])
    assert "nợ đọng 220 triệu đồng, chưa có kế hoạch trả: 120" in client.get(address, {"day": DAY.isoformat()}).text
    assert "ngày này không có nợ đọng" in client.get(address, {"day": "2024-07-01"}).text
