"""Scenarios: kept as they were asked, searched in the background, compared, approved into the plan."""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ntm.accounts.models import Role
from ntm.audit.models import Entry
from ntm.config.management.commands.worker import new_worker
from ntm.core.optimiser import PinsCannotBePaid, Solution
from ntm.core.optimiser.aside import Aside, SearchEnded
from ntm.finance.services import keep_budget
from ntm.notices.models import Notice
from ntm.plans.models import Approval, Registration, Scenario, ScenarioState, Search, SearchState, Way
from ntm.plans.question import question_of
from ntm.plans.scenario_form import plain
from ntm.plans.scenario_problems import NothingToChoose, OwnScenario, RuleBroken, SearchGoesOn, WrongState
from ntm.plans.services import (
    approve,
    drop,
    end_approval,
    make_scenario,
    propose,
    recover,
    start_search,
    stop_search,
    take_back,
)
from ntm.plans.services.scenarios import keep_result
from ntm.plans.services.searching import ATTEMPTS, LEASE, is_silent, release, run_search
from tests.acts.test_planner import BY, DAY, DISTRICT, MILLION, asking, built, place, plan, priced
from tests.factories import NOON, make_person

pytestmark = pytest.mark.django_db
__all__ = ["place", "plan"]  # fixtures


@pytest.fixture
def scenario(place, plan):
    priced(place.poor, 300)
    return make_scenario(plan, "Một", DAY, asking((DISTRICT, "", 2024, 400)), by="van-phong", at=NOON)


@pytest.fixture
def officer(place):
    return make_person("van-phong", Role.COORDINATION_OFFICE, place.province)


@pytest.fixture
def leader(place):
    return make_person("lanh-dao", Role.LEADER, place.province)


def work_through():
    """Do in this process, and inside the test's transaction, what waits for the worker."""
    for waiting in DBTaskResult.objects.ready():
        new_worker().run_task(waiting)


# Kept as asked


def test_a_scenario_keeps_its_question_with_two_quick_answers(scenario):
    assert {result.way: result.units for result in scenario.results.all()} == {"cheap-first": 1, "balanced": 1}
    assert {result.fingerprint for result in scenario.results.all()} == {scenario.fingerprint}
    assert scenario.rests_on_sample  # the readings of the small province are made up
    assert Entry.objects.filter(act="plans.scenario_made").exists()


def test_what_a_scenario_asked_never_changes(scenario):
    for field, value in (("question", {}), ("asked", {}), ("fingerprint", "x"), ("day", date(2024, 1, 1))):
        with pytest.raises(IntegrityError, match="what_a_scenario_asked_stays"), transaction.atomic():
            Scenario.objects.filter(pk=scenario.pk).update(**{field: value})
    Scenario.objects.filter(pk=scenario.pk).update(name="Một, đổi tên")


def test_later_figures_do_not_change_a_scenario(place, plan, scenario):
    priced(place.poor, 5)
    assert scenario.fingerprint == Scenario.objects.get(pk=scenario.pk).fingerprint
    copied = make_scenario(
        plan, "Hai", DAY, asking((DISTRICT, "", 2024, 400)), copied_from=scenario, by="van-phong", at=NOON
    )
    assert copied.fingerprint != scenario.fingerprint
    assert copied.results.get(way="balanced").cost_dong == 5 * MILLION


def test_a_question_without_works_is_not_kept(plan):
    with pytest.raises(NothingToChoose):
        make_scenario(plan, "Không", DAY, asking((DISTRICT, "", 2024, 400)), by="van-phong", at=NOON)
    assert not Scenario.objects.exists()


def test_pins_that_cannot_be_paid_are_told_and_nothing_is_kept(place, plan):
    solution = priced(place.poor, 300)
    said = asking((DISTRICT, "", 2024, 200), pins={f"s{solution.pk}": "must"})
    with pytest.raises(PinsCannotBePaid):
        make_scenario(plan, "Không", DAY, said, by="van-phong", at=NOON)
    assert not Scenario.objects.exists()


def test_a_result_that_breaks_a_rule_is_not_kept(plan, scenario):
    question = question_of(plan, DAY, asking((DISTRICT, "", 2024, 400)))
    with pytest.raises(RuleBroken, match="the value is"):
        keep_result(scenario, question, Solution((), 5.0, 9.0, "best", 0.0), by="x", at=NOON)


# Searched


def test_a_search_finds_the_best_tells_and_leaves_a_notice(scenario, officer):
    start_search(scenario, by="van-phong")
    work_through()
    search = Search.objects.get()
    assert (search.state, search.fault_vi) == (SearchState.DONE, "")
    best = scenario.results.get(way="best")
    assert best.finished
    assert best.bound == pytest.approx(best.value)
    assert best.told["more_left_out"] == best.told["beyond_left_out"] == 0
    notice = Notice.objects.get(to=officer)
    assert notice.address == f"/plans/planner/{scenario.pk}/"
    assert "Đã tính xong phương án “Một”: 1 xã đạt mức" in notice.vi
    assert set(Entry.objects.values_list("act", flat=True)) >= {"plans.search_asked", "plans.search_finished"}


def test_one_scenario_is_searched_once_at_a_time(scenario):
    start_search(scenario, by="van-phong")
    with pytest.raises(SearchGoesOn):
        start_search(scenario, by="van-phong")
    work_through()
    start_search(scenario, by="van-phong")


def test_a_search_that_waits_is_stopped_at_once(scenario, officer):
    start_search(scenario, by="van-phong")
    stop_search(scenario, by="van-phong")
    assert Search.objects.get().state == SearchState.STOPPED
    work_through()
    assert not scenario.results.filter(way="best").exists()


def test_a_running_search_that_is_stopped_keeps_what_it_found(scenario, officer, monkeypatch):
    search = start_search(scenario, by="van-phong")
    solve = Aside.solve

    def stopped_soon(aside, instance, **more):
        stop_search(scenario, by="van-phong")
        return solve(aside, instance, **more)

    monkeypatch.setattr(Aside, "solve", stopped_soon)
    run_search(search.pk, search.attempt)
    search.refresh_from_db()
    assert (search.state, search.stop_asked_by) == (SearchState.STOPPED, "van-phong")
    assert scenario.results.filter(way="best").exists()


def test_a_search_whose_worker_died_is_begun_anew_once_then_reported(scenario, officer):
    start_search(scenario, by="van-phong")
    DBTaskResult.objects.all().delete()  # taken by a worker that was killed
    for attempt in range(1, ATTEMPTS + 1):
        silent = timezone.now() - LEASE - timedelta(seconds=1)
        Search.objects.filter(attempt=attempt).update(state=SearchState.RUNNING, started_at=silent, beat_at=silent)
        assert recover() == 1
    search = Search.objects.get()
    assert search.state == SearchState.FAILED
    assert "Tính lại" in search.fault_vi
    assert "Chưa tính được" in Notice.objects.get(to=officer).vi
    assert DBTaskResult.objects.count() == 1  # of the one new beginning
    start_search(scenario, by="van-phong")
    work_through()
    assert scenario.results.filter(way="best").exists()


def test_a_worker_that_beats_keeps_its_search(scenario):
    start_search(scenario, by="van-phong")
    Search.objects.update(state=SearchState.RUNNING, started_at=timezone.now(), beat_at=timezone.now())
    assert recover() == 0


def test_a_search_whose_last_beat_lies_ahead_of_a_clock_that_went_back_is_begun_anew(scenario):
    start_search(scenario, by="van-phong")
    ahead = timezone.now() + timedelta(days=2)
    Search.objects.update(state=SearchState.RUNNING, started_at=ahead, beat_at=ahead)
    assert is_silent(Search.objects.get())
    assert recover() == 1
    assert Search.objects.get().state == SearchState.QUEUED


def test_whoever_comes_back_late_does_not_write(scenario, monkeypatch):
    search = start_search(scenario, by="van-phong")
    solve = Aside.solve

    def taken_meanwhile(aside, instance, **more):
        Search.objects.update(attempt=2, state=SearchState.QUEUED, started_at=None, beat_at=None)
        return solve(aside, instance, **more)

    monkeypatch.setattr(Aside, "solve", taken_meanwhile)
    run_search(search.pk, 1)
    search.refresh_from_db()
    assert (search.state, search.attempt) == (SearchState.QUEUED, 2)
    assert not scenario.results.filter(way="best").exists()


@pytest.mark.parametrize(("error", "told"), [(SearchEnded("-9"), "-9"), (ZeroDivisionError("x"), "ZeroDivisionError")])
def test_a_search_that_breaks_says_so_with_what_to_do(scenario, officer, monkeypatch, error, told):
    def broken(*_, **__):
        raise error

    monkeypatch.setattr(Aside, "solve", broken)
    start_search(scenario, by="van-phong")
    work_through()
    search = Search.objects.get()
    assert search.state == SearchState.FAILED
    assert told in search.fault_vi
    assert Notice.objects.filter(to=officer).exists()


def test_a_worker_that_is_stopped_puts_its_search_back(scenario, monkeypatch):
    search = start_search(scenario, by="van-phong")
    before = DBTaskResult.objects.count()

    def told_to_end(*_, **__):
        raise SystemExit(0)

    monkeypatch.setattr(Aside, "solve", told_to_end)
    with pytest.raises(SystemExit):
        run_search(search.pk, 1)
    search.refresh_from_db()
    assert search.state == SearchState.QUEUED
    assert DBTaskResult.objects.count() == before + 1
    release(search)  # a second time does nothing
    assert DBTaskResult.objects.count() == before + 1


# Approved


def proposed(scenario):
    return propose(scenario, by="van-phong", at=NOON)


def test_a_leader_approves_a_proposal_and_the_next_takes_its_place(place, plan, scenario):
    second = make_scenario(plan, "Hai", DAY, asking((DISTRICT, "", 2024, 500)), by="van-phong", at=NOON)
    approve(proposed(scenario), Way.BALANCED, note="QĐ 12", by="lanh-dao", at=NOON)
    approve(proposed(second), Way.BALANCED, by="lanh-dao", at=NOON)
    scenario.refresh_from_db()
    second.refresh_from_db()
    assert (scenario.state, second.state) == (ScenarioState.PROPOSED, ScenarioState.APPROVED)
    held = Approval.objects.order_by("pk")
    assert [(one.note, one.ended_by) for one in held] == [("QĐ 12", "lanh-dao"), ("", "")]
    assert Entry.objects.filter(act="plans.scenario_approved").count() == 2


def test_the_database_keeps_one_approval_a_plan(plan, scenario):
    second = make_scenario(plan, "Hai", DAY, asking((DISTRICT, "", 2024, 500)), by="van-phong", at=NOON)
    approve(proposed(scenario), Way.BALANCED, by="lanh-dao", at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(plan=plan, result=second.results.first(), approved_by="x", approved_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scenario.objects.filter(pk=second.pk).update(state="approved")


def test_an_approval_is_taken_back_and_its_history_stays(plan, scenario):
    approve(proposed(scenario), Way.BALANCED, by="lanh-dao", at=NOON)
    end_approval(scenario, by="lanh-dao", at=NOON)
    scenario.refresh_from_db()
    assert scenario.state == ScenarioState.PROPOSED
    assert Approval.objects.get().ended_by == "lanh-dao"


def test_only_what_fits_the_state_is_done(scenario):
    with pytest.raises(WrongState):
        approve(scenario, Way.BALANCED, by="lanh-dao", at=NOON)
    with pytest.raises(OwnScenario):
        approve(proposed(scenario), Way.BALANCED, by="van-phong", at=NOON)
    take_back(scenario, by="van-phong", at=NOON)
    drop(scenario, by="van-phong", at=NOON)
    with pytest.raises(WrongState):
        propose(scenario, by="van-phong", at=NOON)


def test_chosen_works_and_solutions_say_so(client, place, plan, officer):
    priced(place.poor, 300)
    work = built(place.slipping, 100)
    Registration.objects.create(plan=plan, unit=place.slipping, level="ntm")
    kept = make_scenario(plan, "Một", DAY, asking((DISTRICT, "", 2024, 400)), by="van-phong", at=NOON)
    client.force_login(officer)
    pages = (reverse("assessments:solutions", args=[place.poor.pk]), reverse("finance:work", args=[work.pk]))
    for page in pages:
        assert "Được chọn trong phương án" not in client.get(page).text
    approve(proposed(kept), Way.BALANCED, by="lanh-dao", at=NOON)
    for page in pages:
        assert "Được chọn trong phương án “Một”, năm 2024" in client.get(page).text
    assert "Phương án được duyệt" in client.get("/plans/").text


# The pages


def posted(**more):
    fields = {"name": "Mới", "years": "1", "level": "whole", "group-solutions": "1", "kind-solutions-investment": "1"}
    return {**fields, "act": "make", **more}


CAP = "c-2024-whole-programme.local.district.investment"


def test_the_form_begins_with_what_the_ledger_has_not_assigned(client, place, plan, officer):
    total = 900_500_001
    keep_budget(place.province, 2024, {DISTRICT: total}, total_dong=total, document="x", on=DAY, **BY)
    client.force_login(officer)
    page = client.get("/plans/planner/new/")
    assert f'name="{CAP}" value="900,500001"' in page.text
    area = client.post("/plans/planner/new/", posted(act="draw", level="by-area", years="2", **{CAP: "12,5"}))
    assert 'name="c-2025-any-programme.local.district.investment"' in area.text
    assert f'type="hidden" name="{CAP}" value="12,5"' in area.text  # typed before, and not lost
    refilled = client.post("/plans/planner/new/", posted(act="refill", **{CAP: "12,5"}))
    assert f'name="{CAP}" value="900,500001"' in refilled.text


def test_a_scenario_is_made_from_the_form_to_the_dong(client, place, plan, officer):
    priced(place.poor, 300)
    client.force_login(officer)
    answer = client.post("/plans/planner/new/", posted(**{CAP: "300,000001"}))
    kept = Scenario.objects.get()
    assert answer.headers["Location"].startswith(f"/plans/planner/{kept.pk}/")
    assert kept.question["caps"] == [[DISTRICT, "", 2024, 300_000_001]]
    page = client.get(f"/plans/planner/{kept.pk}/")
    assert "Xã Dân Tiến" in page.text
    assert "dữ liệu mẫu" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (CAP, "nhiều", "không đọc được thành số"),
        (CAP, "1.234", "hàng nghìn"),
        (CAP, "-1", "Ghi số đồng chẵn"),
        (CAP, "0,0000001", "Ghi số đồng chẵn"),
        ("least-solutions-people", "x", "Ghi số nguyên phần trăm"),
        ("least-solutions-people", "101", "Ghi số nguyên phần trăm"),
        ("name", "", "Đặt tên cho phương án"),
        ("group-solutions", "", "Chọn nhóm công trình"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field_and_kept_as_typed(client, place, plan, officer, field, typed, told):
    priced(place.poor, 300)
    client.force_login(officer)
    page = client.post("/plans/planner/new/", posted(**{CAP: "300", field: typed}))
    assert page.status_code == 422
    assert told in page.text
    assert not typed or f'value="{typed}"' in page.text
    assert not Scenario.objects.exists()


def test_shares_that_cannot_be_together_are_told(client, place, plan, officer):
    client.force_login(officer)
    shares = {"least-solutions-people": "60", "most-solutions-people": "50"}
    assert "tối thiểu lớn hơn tối đa" in client.post("/plans/planner/new/", posted(**shares)).text
    shares = {"least-solutions-people": "60", "least-solutions-district": "50"}
    assert "cộng lại vượt 100%" in client.post("/plans/planner/new/", posted(**shares)).text


def test_works_are_found_and_pinned(client, place, plan, officer):
    solution = priced(place.poor, 300)
    client.force_login(officer)
    page = client.post("/plans/planner/new/", posted(act="draw", find="lop nghe"))
    assert f'name="pin-s{solution.pk}"' in page.text
    client.post("/plans/planner/new/", posted(**{CAP: "400", f"pin-s{solution.pk}": "never"}))
    kept = Scenario.objects.get()
    assert kept.question["pins"] == {f"s{solution.pk}": "never"}
    assert kept.results.get(way="balanced").works == 0


def test_must_works_without_money_are_told_on_the_form(client, place, plan, officer):
    solution = priced(place.poor, 300)
    client.force_login(officer)
    page = client.post("/plans/planner/new/", posted(**{CAP: "200", f"pin-s{solution.pk}": "must"}))
    assert page.status_code == 422
    assert "không đủ để làm hết 1 công trình bắt buộc" in page.text
    assert f'name="{CAP}" value="200"' in page.text


def test_a_copy_begins_with_all_that_was_asked(client, scenario, officer):
    client.force_login(officer)
    page = client.get(f"/plans/planner/new/?like={scenario.pk}")
    assert f'name="{CAP}" value="400"' in page.text
    assert "Một, có sửa" in page.text


def test_progress_is_told_while_it_goes_on_and_the_page_comes_anew_at_the_end(client, scenario, officer):
    client.force_login(officer)
    client.post(f"/plans/planner/{scenario.pk}/search/")
    waiting = client.get(f"/plans/planner/{scenario.pk}/progress/")
    assert "every 1s" in waiting.text
    assert "HX-Refresh" not in waiting.headers
    Search.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    assert "ntm worker" in client.get(f"/plans/planner/{scenario.pk}/progress/").text
    work_through()
    done = client.get(f"/plans/planner/{scenario.pk}/progress/")
    assert done.headers["HX-Refresh"] == "true"
    assert "every 1s" not in done.text
    assert "Tốt nhất, có chứng minh" in client.get(f"/plans/planner/{scenario.pk}/").text


def test_scenarios_stand_side_by_side(client, place, plan, scenario, officer):
    poor = make_scenario(plan, "Hai", DAY, asking((DISTRICT, "", 2024, 100)), by="van-phong", at=NOON)
    client.force_login(officer)
    page = client.get("/plans/planner/compare/", {"s": [scenario.pk, poor.pk]})
    assert [len(side.only_works) for side in page.context["sides"]] == [1, 0]
    assert [len(side.only_units) for side in page.context["sides"]] == [1, 0]
    assert client.get("/plans/planner/compare/", {"s": [scenario.pk]}).status_code == 302


def test_the_workbook_sums_to_the_dong(client, scenario, officer):
    client.force_login(officer)
    answer = client.get(f"/plans/planner/{scenario.pk}/excel/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Công trình", "Nguồn vốn theo năm", "Xã đạt mức", "Câu hỏi"]
    works = list(book["Công trình"].iter_rows(min_row=7, values_only=True))
    assert works[0][4] == works[0][5] == 300 * MILLION
    assert works[-1][4] == 300 * MILLION
    assert {one[3] for one in works[:-1]} <= {2024, 2025, None}  # a year counts, and nothing stands where none is
    money = list(book["Nguồn vốn theo năm"].iter_rows(min_row=7, values_only=True))
    assert money[-1][2:5] == (400 * MILLION, 300 * MILLION, 100 * MILLION)
    assert "Có dùng dữ liệu mẫu" in book["Công trình"]["A4"].value


def test_the_leader_approves_on_the_page(client, scenario, leader):
    proposed(scenario)
    client.force_login(leader)
    assert "Duyệt vào kế hoạch" in client.get(f"/plans/planner/{scenario.pk}/").text
    client.post(f"/plans/planner/{scenario.pk}/approve/", {"way": "balanced", "note": "QĐ 12"})
    assert Approval.objects.get().note == "QĐ 12"
    assert "Một" in client.get("/plans/planner/").text


def test_a_district_does_not_plan_for_the_province(client, place, plan, scenario):
    client.force_login(make_person("huyen", Role.DISTRICT_OFFICER, place.vo_nhai))
    for address in ("", "new/", f"{scenario.pk}/", f"{scenario.pk}/progress/", f"{scenario.pk}/excel/"):
        assert client.get(f"/plans/planner/{address}").status_code == 404
    assert client.post(f"/plans/planner/{scenario.pk}/search/").status_code == 404


@pytest.mark.parametrize(("dong", "typed"), [(0, "0"), (5_345_000_000, "5345"), (900_500_001, "900,500001")])
def test_money_fills_a_field_the_way_it_is_read_back(dong, typed):
    assert plain(dong) == typed
