"""The planner's question: what it asks from the data, how money is divided, what counts as done."""

from __future__ import annotations

from datetime import date

import pytest

from ntm.areas.models import ChangeKind, Parent, Succession, Unit
from ntm.assessments.services import judge_units
from ntm.assessments.services.solutions import Planned, plan_solution
from ntm.core.optimiser import check, greedy, reached, solve, verify
from ntm.finance.services import Place, Slip, add_work, allocate, assign, keep_budget
from ntm.plans.asking import BY_AREA, SOLUTIONS, WHOLE, WORKS, Asking, Cap, Share, asking_from
from ntm.plans.models import Plan, Registration
from ntm.plans.question import ledger_caps, question_of
from ntm.plans.scenario_data import data_of, fingerprint_of, question_from
from tests.factories import NOON, make_reading, make_unit
from tests.small_province import NTM, Q3, small_province

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 30)
MILLION = 1_000_000
BY = {"by": "van-phong", "at": NOON}
INCOME = f"{NTM}/10"
DISTRICT, PEOPLE = "programme/local/district/investment", "programme/contributions"


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


def built(unit, million, units=(), code="CT1"):
    facts = {"code": code, "name": "Chợ", "field": "trade", "unit": unit, "approved_dong": million * MILLION}
    return add_work(facts, [INCOME], list(units), **BY)


def funded(place, work, million, source=DISTRICT):
    keep_budget(
        place.province, 2024, {source: million * MILLION}, total_dong=million * MILLION, document="x", on=DAY, **BY
    )
    allocate(Place(place.province, source, 2024), work.unit, Slip(million * MILLION, DAY), **BY)
    assign(Place(work.unit, source, 2024), work.unit, Slip(million * MILLION, DAY), work=work, **BY)


def asking(*caps, years=(2024,), **more):
    return Asking(
        years, caps=tuple(Cap(source, area, year, dong * MILLION) for source, area, year, dong in caps), **more
    )


def test_a_commune_whose_gaps_have_a_price_can_be_reached(place, plan):
    solution = priced(place.poor, 300)
    question = question_of(plan, DAY, asking((DISTRICT, "", 2024, 400)))
    assert [wish.unit for wish in question.instance.wishes] == [place.poor.code]
    best = solve(question.instance, gap=0.0)
    assert [choice.work for choice in best.choices] == [f"s{solution.pk}"]
    assert verify(question.instance, best) == []


def test_a_gap_without_a_price_is_named_and_never_guessed(place, plan):
    question = question_of(plan, DAY, asking((DISTRICT, "", 2024, 400)))
    assert question.without_cost == ((place.poor.code, "10"),)
    assert question.instance.wishes == ()


def test_a_solution_that_was_dropped_or_done_is_not_paid_again(place, plan):
    done = priced(place.poor, 300)
    done.progress = 100
    done.save()
    assert question_of(plan, DAY, asking((DISTRICT, "", 2024, 400))).instance.works == ()


def test_a_work_of_the_register_costs_what_it_still_lacks_and_serves_several_communes(place, plan):
    Registration.objects.create(plan=plan, unit=place.slipping, level="ntm")
    work = built(place.poor, 500, [place.slipping])
    funded(place, work, 200)
    question = question_of(plan, DAY, asking((DISTRICT, "", 2024, 300)))
    [found] = question.instance.works
    assert found.cost == 300 * MILLION
    assert {unit for unit, _ in found.lifts} == {place.poor.code, place.slipping.code}
    assert len(reached(question.instance, greedy(question.instance).choices)) == 2


def test_a_work_with_all_its_capital_counts_as_done(place, plan):
    priced(place.poor, 300)
    work = built(place.poor, 200)
    funded(place, work, 200)
    question = question_of(plan, DAY, asking((DISTRICT, "", 2024, 0)))
    assert question.funded == 1
    assert question.instance.works == ()


def test_which_works_count_is_chosen(place, plan):
    priced(place.poor, 300)
    built(place.poor, 200)
    for groups, letters in (((SOLUTIONS,), {"s"}), ((WORKS,), {"w"}), ((SOLUTIONS, WORKS), {"s", "w"})):
        question = question_of(plan, DAY, asking((DISTRICT, "", 2024, 1), groups=groups))
        assert {work.code[0] for work in question.instance.works} == letters


def test_recurrent_capital_builds_nothing_unless_it_is_asked(place, plan):
    built(place.poor, 200)
    recurrent = "programme/local/district/recurrent"
    [work] = question_of(plan, DAY, asking((recurrent, "", 2024, 900))).instance.works
    assert recurrent not in work.eligible
    both = {SOLUTIONS: (), WORKS: ("investment", "recurrent")}
    [work] = question_of(plan, DAY, asking((recurrent, "", 2024, 900), kinds=both)).instance.works
    assert recurrent in work.eligible


def test_a_source_that_must_bear_a_share_may_pay_and_does(place, plan):
    priced(place.poor, 300)
    caps = ((DISTRICT, "", 2024, 400), (PEOPLE, "", 2024, 400))
    shares = (Share(SOLUTIONS, "people", 10, 100), Share(SOLUTIONS, "district", 0, 80))
    question = question_of(plan, DAY, asking(*caps, shares=shares))
    assert check(question.instance) == []
    for found in (greedy(question.instance), solve(question.instance, gap=0.0)):
        assert verify(question.instance, found) == []
        assert found.choices[0].paid[PEOPLE] >= 60 * MILLION


def test_the_ledger_gives_what_is_not_assigned_as_a_whole_or_by_area(place, plan):
    keep_budget(place.province, 2024, {DISTRICT: 900 * MILLION}, total_dong=900 * MILLION, document="x", on=DAY, **BY)
    allocate(Place(place.province, DISTRICT, 2024), place.vo_nhai, Slip(500 * MILLION, DAY), **BY)
    assign(Place(place.vo_nhai, DISTRICT, 2024), place.poor, Slip(200 * MILLION, DAY), **BY)
    assert ledger_caps(plan, DAY, (2024,), WHOLE) == (Cap(DISTRICT, "", 2024, 700 * MILLION),)
    assert set(ledger_caps(plan, DAY, (2024,), BY_AREA)) == {
        Cap(DISTRICT, "", 2024, 400 * MILLION),  # of the province, for any area
        Cap(DISTRICT, place.vo_nhai.code, 2024, 300 * MILLION),
    }
    assert ledger_caps(plan, date(2024, 9, 1), (2024,), WHOLE) == ()  # nothing was booked by then


def test_money_of_an_area_pays_only_there_and_that_of_none_anywhere(place, plan):
    Registration.objects.create(plan=plan, unit=place.slipping, level="ntm")
    poor, slipping = priced(place.poor, 300), priced(place.slipping, 300)
    own = ((DISTRICT, place.phu_luong.code, 2024, 600), (DISTRICT, "", 2024, 100))
    question = question_of(plan, DAY, asking(*own, level=BY_AREA))
    best = solve(question.instance, gap=0.0)
    assert {choice.work for choice in best.choices} == {f"s{slipping.pk}"}
    enough = (*own, (DISTRICT, place.vo_nhai.code, 2024, 200))
    best = solve(question_of(plan, DAY, asking(*enough, level=BY_AREA)).instance, gap=0.0)
    assert {choice.work for choice in best.choices} == {f"s{slipping.pk}", f"s{poor.pk}"}


def test_two_years_have_money_of_their_own_and_share_it_only_when_asked(place, plan):
    priced(place.poor, 300)
    caps = ((DISTRICT, "", 2024, 200), (DISTRICT, "", 2025, 200))
    apart = question_of(plan, DAY, asking(*caps, years=(2024, 2025)))
    assert greedy(apart.instance).choices == ()
    carried = question_of(plan, DAY, asking(*caps, years=(2024, 2025), carry=True))
    assert [choice.year for choice in greedy(carried.instance).choices] == [2025]
    assert check(carried.instance) == []


def test_a_question_is_kept_as_data_and_read_back_the_same(place, plan):
    priced(place.poor, 300)
    built(place.poor, 200)
    said = asking(
        (DISTRICT, place.vo_nhai.code, 2024, 200), years=(2024, 2025), level=BY_AREA, carry=True,
        shares=(Share(SOLUTIONS, "people", 10, 100),), pins={"s1": "never"},
    )  # fmt: skip
    assert asking_from(said.as_data()) == said
    question = question_of(plan, DAY, said)
    data = data_of(question)
    again = question_from(data)
    assert again.instance == question.instance
    assert data_of(again) == data
    dearer = data_of(question_of(plan, DAY, asking((DISTRICT, "", 2024, 201))))
    assert fingerprint_of(dearer) != fingerprint_of(data)


def test_a_work_of_a_commune_that_merged_lifts_the_commune_that_took_it_over(place, plan):
    work = built(place.poor, 300, units=[place.silent])
    first = date(2024, 9, 1)
    new = make_unit("Tân Tiến", parent=place.vo_nhai, valid_from=first)
    for gone in (place.poor, place.silent):
        Unit.objects.filter(pk=gone.pk).update(valid_until=date(2024, 8, 31))
        Succession.objects.create(kind=ChangeKind.MERGED, effective_on=first, predecessor=gone, successor=new)
    make_reading(new, INCOME, 30, is_sample=True)
    judge_units([new], Q3, [NTM])

    question = question_of(plan, DAY, asking((DISTRICT, "", 2024, 400), groups=(WORKS,)))

    [one] = question.instance.works
    assert (one.code, one.area, one.lifts) == (f"w{work.pk}", place.vo_nhai.code, {(new.code, INCOME)})
    assert question.subjects[one.code].unit == new.code
    assert [choice.work for choice in solve(question.instance, gap=0.0).choices] == [one.code]


def test_a_work_of_a_tier_that_ended_is_chosen_from_the_unit_above(place, plan):
    work = built(place.vo_nhai, 300, units=[place.poor])
    first = date(2024, 9, 1)
    Unit.objects.filter(pk=place.vo_nhai.pk).update(valid_until=date(2024, 8, 31))
    Parent.objects.filter(unit=place.poor).update(valid_until=date(2024, 8, 31))
    Parent.objects.create(unit=place.poor, parent=place.province, valid_from=first)

    question = question_of(plan, DAY, asking((DISTRICT, "", 2024, 400), groups=(WORKS,)))

    [one] = question.instance.works
    assert (one.code, one.area, one.lifts) == (f"w{work.pk}", place.province.code, {(place.poor.code, INCOME)})
    assert question.units[place.province.code].pk == place.province.pk
