"""The planner's page: what it asks from the data, what it says, and what it leaves alone."""

from __future__ import annotations

from datetime import date

import pytest

from ntm.accounts.models import Role
from ntm.areas.models import Kind
from ntm.assessments.services.solutions import Planned, plan_solution
from ntm.core.optimiser import solve, verify
from ntm.finance.services import Place, Slip, allocate, assign, open_budget
from ntm.plans.models import Plan, Registration
from ntm.plans.question import not_assigned, question_of
from tests.factories import NOON, make_person
from tests.small_province import NTM, small_province

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 30)
MILLION = 1_000_000
BY = {"by": "van-phong", "at": NOON}
INCOME = f"{NTM}/10"


@pytest.fixture
def place():
    return small_province()


@pytest.fixture
def plan(place):
    found = Plan.objects.create(
        unit=place.province, year=2024, issuer="x", issuer_en="x", title="Kế hoạch năm 2024", title_en="Plan",
        signed_by="x", source="x", fingerprint="x",
    )  # fmt: skip
    Registration.objects.create(plan=found, unit=place.poor, level="ntm")
    return found


def priced(unit, million, source="district", measure=INCOME):
    return plan_solution(unit, measure, Planned("Mở lớp nghề", "UBND xã", DAY), {source: million * MILLION}, **BY)


def test_a_commune_whose_gaps_have_a_price_can_be_reached(place, plan):
    solution = priced(place.poor, 300)
    question = question_of(plan, DAY, {"district": 400 * MILLION})
    assert [wish.unit for wish in question.instance.wishes] == [place.poor.code]
    best = solve(question.instance, gap=0.0)
    assert [choice.work for choice in best.choices] == [f"s{solution.pk}"]
    assert verify(question.instance, best) == []


def test_a_gap_without_a_price_is_named_and_never_guessed(place, plan):
    question = question_of(plan, DAY, {"district": 400 * MILLION})
    assert question.without_cost == ((place.poor, "10"),)
    assert question.instance.wishes == ()


def test_a_solution_that_was_dropped_or_done_is_not_paid_again(place, plan):
    done = priced(place.poor, 300)
    done.progress = 100
    done.save()
    assert question_of(plan, DAY, {"district": 400 * MILLION}).instance.works == ()


def test_the_ceilings_are_what_the_ledger_has_not_assigned(place, plan):
    source = "programme/local/district/investment"
    open_budget(place.province, 2024, {source: 900 * MILLION}, total_dong=900 * MILLION, document="x", on=DAY, **BY)
    allocate(Place(place.province, source, 2024), place.vo_nhai, Slip(500 * MILLION, DAY), **BY)
    assign(Place(place.vo_nhai, source, 2024), place.poor, Slip(200 * MILLION, DAY), **BY)
    assert not_assigned(place.province, 2024)["district"] == 700 * MILLION


def test_the_page_shows_three_ways_with_reasons(client, place, plan):
    priced(place.poor, 300)
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    page = client.get("/plans/planner/", {"district": "400"})
    assert page.status_code == 200
    assert [len(way.units) for way in page.context["ways"]] == [1, 1, 1]
    assert "Xã Dân Tiến" in page.text
    poor = client.get("/plans/planner/", {"district": "100"})
    assert [len(way.units) for way in poor.context["ways"]] == [0, 0, 0]
    assert "Vốn còn lại thiếu 200 triệu đồng" in poor.text


def test_a_ceiling_that_cannot_be_read_is_told_and_kept_as_typed(client, place, plan):
    client.force_login(make_person("van-phong", Role.COORDINATION_OFFICE, place.province))
    page = client.get("/plans/planner/", {"district": "nhiều"})
    assert page.status_code == 422
    assert 'value="nhiều"' in page.text


def test_a_district_does_not_plan_for_the_province(client, place, plan):
    assert place.vo_nhai.kind == Kind.RURAL_DISTRICT
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, place.vo_nhai))
    assert client.get("/plans/planner/").status_code == 404
