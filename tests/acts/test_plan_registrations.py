"""Who registers for which level, who confirms, what is doubted, and the roadmap to it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from ntm.accounts.models import Role
from ntm.assessments.models import Solution
from ntm.assessments.services.solutions import Planned, plan_solution
from ntm.audit.models import Entry
from ntm.notices.models import Notice
from ntm.notices.waiting import waiting_for
from ntm.plans.models import Registration, RegistrationState, RegistrationStep, Target
from ntm.plans.problems import AlreadyRegistered, NoSuchLevel, NotNow, ReasonMissing, UnitNotThatDay
from ntm.plans.selectors import doubts_about, registrations_on, roadmap_of, targets_with_progress
from ntm.plans.services import UnitToRegister, confirm, register, register_units, send_back, take_out
from ntm.recognition.models import Level, Recognition
from tests.factories import NOON, make_person, make_reading, make_unit
from tests.small_plan import own_plan, small_plan

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 30)
NTM, ADVANCED = "commune-ntm-2021-2025", "commune-advanced-2021-2025"
BY = {"by": "x", "at": NOON}
LEVEL = "Đạt chuẩn nông thôn mới"


@pytest.fixture
def small():
    return small_plan()


def registered(small, unit=None, level="ntm"):
    return register(small.plan, UnitToRegister(unit or small.yen_ninh, level), note="", **BY)


def states(small, day=DAY):
    return [(one.unit.short_name, one.state.value) for one in registrations_on(small.plan, day)]


def test_a_registration_waits_until_it_is_confirmed(small):
    row = registered(small)
    assert states(small) == [("Yên Ninh", "proposed")]

    confirm(row, **BY)

    assert states(small) == [("Yên Ninh", "confirmed")]
    acts = list(Entry.objects.order_by("number").values_list("act", flat=True))[-2:]
    assert acts == ["plans.unit_registered", "plans.registration_confirmed"]
    with pytest.raises(NotNow):
        confirm(row, **BY)


def test_what_is_returned_no_longer_counts_tells_why_and_may_come_again(small):
    row = registered(small)
    with pytest.raises(ReasonMissing):
        send_back(row, note="", **BY)
    send_back(row, note="Chưa có giải pháp cho tiêu chí 17", **BY)

    assert not targets_with_progress(small.plan, DAY)[0].candidates
    assert "tiêu chí 17" in Notice.objects.get(to=small.commune).vi
    again = registered(small)

    assert again == row
    assert [step.state for step in row.steps.all()] == ["proposed", "returned", "proposed"]


def test_each_day_shows_the_registrations_as_they_stood(small):
    row = register_units(small.plan, [UnitToRegister(small.yen_ninh, "ntm")], is_sample=False, **BY)[0]
    take_out(row, note="Không đạt kịp", by="x", at=NOON + timedelta(days=5))

    assert not states(small, date(2024, 2, 22))
    assert states(small, date(2024, 2, 23)) == [("Yên Ninh", "confirmed")]
    assert states(small, date(2024, 9, 25)) == [("Yên Ninh", "taken-out")]
    assert Registration.objects.standing().count() == 0


def test_the_state_of_a_registration_is_that_of_its_newest_step(small):
    row = registered(small)
    for act in (lambda: confirm(row, **BY), lambda: take_out(row, note="x", **BY), lambda: registered(small)):
        act()
        row.refresh_from_db()
        assert row.state == row.steps.last().state


def test_a_unit_is_registered_once_for_a_level_that_it_can_reach_while_it_exists(small):
    registered(small)
    with pytest.raises(AlreadyRegistered):
        registered(small)
    with pytest.raises(NoSuchLevel, match="kiểu mẫu"):
        registered(small, small.phu_luong, "model")
    township = small.province.children.model.objects.filter(unit__kind="thi-tran").first().unit
    with pytest.raises(NoSuchLevel):
        registered(small, township)
    gone = make_unit("Cũ", parent=small.phu_luong, valid_until=date(2024, 8, 31))
    with pytest.raises(UnitNotThatDay):
        registered(small, gone)


def test_a_refusal_without_a_reason_is_kept_out_by_the_database(small):
    row = registered(small)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegistrationStep.objects.create(
            registration=row, on=DAY, state=RegistrationState.RETURNED, made_by="x", made_at=NOON
        )


def recognised(unit):
    Recognition.objects.create(
        unit=unit,
        level=Level.NTM,
        holds_from=date(2023, 12, 31),
        day_is_exact=True,
        basis="x",
        source="x",
        confidence="high",
    )


def test_the_advanced_level_is_doubted_before_the_unit_is_recognised(small):
    assert any("đạt chuẩn nông thôn mới" in one.vi for one in doubts_about(small.yen_ninh, "advanced", DAY))

    recognised(small.yen_ninh)

    assert not doubts_about(small.yen_ninh, "advanced", DAY)
    assert "đã được công nhận mức này" in doubts_about(small.yen_ninh, "ntm", DAY)[0].vi


def test_the_roadmap_names_each_unmet_indicator_with_its_solution_or_none(small):
    make_reading(small.yen_ninh, f"{NTM}/10", 30)
    solution = plan_solution(
        small.yen_ninh,
        f"{NTM}/10",
        Planned("Trồng chè", "UBND xã", date(2024, 9, 1), progress=40),
        {"province": 5_000_000, "people": 1_000_000},
        **BY,
    )

    roadmap = roadmap_of(small.yen_ninh, "ntm", DAY)
    income = next(need for need in roadmap.needs if need.code == "10")

    assert (income.verdict.outcome.value, income.solutions, income.late) == ("not_met", (solution,), True)
    assert roadmap.without_solution == len(roadmap.needs) - 1
    assert (roadmap.late, roadmap.cost_dong) == (1, 6_000_000)
    assert [(one.period.code, one.due, one.late) for one in roadmap.deadlines] == [("2024-Q3", 1, 1)]


def test_a_solution_that_is_done_is_not_late(small):
    make_reading(small.yen_ninh, f"{NTM}/10", 30)
    plan_solution(small.yen_ninh, f"{NTM}/10", Planned("Trồng chè", "Xã", date(2024, 9, 1), progress=100), {}, **BY)

    assert roadmap_of(small.yen_ninh, "ntm", DAY).late == 0


def test_a_district_has_a_roadmap_over_its_nine_criteria(small):
    roadmap = roadmap_of(small.phu_luong, "ntm", DAY)

    assert roadmap.verdict.total == 9
    assert roadmap.needs
    assert roadmap.conditions


# Pages


def post_new(client, small, unit, level="ntm", **more):
    return client.post("/plans/registrations/new/", {"unit": unit.pk, "level": level, "note": "", **more})


def test_a_commune_registers_itself_and_the_coordination_office_confirms(client, small):
    client.force_login(small.commune)
    answer = post_new(client, small, small.yen_ninh)
    row = Registration.objects.get()
    assert answer.headers["Location"] == f"/plans/registrations/{row.pk}/"
    assert client.post(f"/plans/registrations/{row.pk}/confirm/").status_code == 404

    assert any("Xác nhận đăng ký" in one.title.vi for one in waiting_for(small.coordinator, DAY))
    client.force_login(small.coordinator)
    client.post(f"/plans/registrations/{row.pk}/confirm/")

    row.refresh_from_db()
    assert row.state == "confirmed"


def test_a_commune_registers_no_other_commune_and_a_district_its_own(client, small):
    client.force_login(small.commune)
    assert post_new(client, small, small.dan_tien).status_code == 422
    client.force_login(small.district)
    assert post_new(client, small, small.dan_tien).status_code == 422
    assert post_new(client, small, small.yen_ninh).status_code == 302
    assert Registration.objects.get().unit == small.yen_ninh


def test_a_doubt_is_shown_once_and_can_be_set_aside(client, small):
    client.force_login(small.commune)

    asked = post_new(client, small, small.yen_ninh, "advanced")
    assert asked.status_code == 422
    assert "Vẫn đăng ký" in asked.text
    assert not Registration.objects.exists()

    assert post_new(client, small, small.yen_ninh, "advanced", even_so="on").status_code == 302


def test_the_page_shows_the_roadmap_and_where_to_write_a_solution(client, small):
    make_reading(small.yen_ninh, f"{NTM}/10", 30)
    row = registered(small)
    client.force_login(small.commune)

    page = client.get(f"/plans/registrations/{row.pk}/").text

    assert "chưa có giải pháp" in page
    assert f"/rounds/solutions/{small.yen_ninh.pk}/plan/{NTM}/10/" in page
    assert not Solution.objects.exists()


def test_a_returned_registration_waits_for_the_unit_with_the_reason(client, small):
    row = registered(small)
    client.force_login(small.coordinator)
    assert client.post(f"/plans/registrations/{row.pk}/return/", {"note": ""}).status_code == 422
    client.post(f"/plans/registrations/{row.pk}/return/", {"note": "Bổ sung giải pháp"})

    assert any("đăng ký bị trả lại" in one.title.vi for one in waiting_for(small.commune, DAY))
    client.force_login(small.commune)
    assert "Bổ sung giải pháp" in client.get(f"/plans/registrations/{row.pk}/").text


def test_the_list_shows_only_units_that_the_person_reads(client, small):
    registered(small)
    registered(small, small.dan_tien)
    client.force_login(small.district)

    page = client.get("/plans/registrations/").text

    assert "Yên Ninh" in page
    assert "Dân Tiến" not in page


def test_the_targets_lead_to_the_roadmap_of_each_unit_that_is_read(client, small):
    row = registered(small)
    client.force_login(small.commune)
    assert f"/plans/registrations/{row.pk}/" in client.get("/plans/").text
    client.force_login(make_person("vo-nhai", Role.DISTRICT_OFFICER, small.vo_nhai))
    assert f"/plans/registrations/{row.pk}/" not in client.get("/plans/").text


def listed(client, **asked):
    page = client.get("/plans/registrations/", asked)
    return [row.unit.short_name for row in page.context["rows"]]


def test_the_list_is_narrowed_to_an_area_a_tier_and_those_that_count(client, small):
    registered(small)
    registered(small, small.dan_tien)
    row = registered(small, small.phu_luong)
    take_out(row, note="Chưa đủ", by="x", at=NOON)
    client.force_login(small.coordinator)

    assert listed(client) == ["Dân Tiến", "Phú Lương", "Yên Ninh"]
    assert listed(client, unit=small.phu_luong.code) == ["Phú Lương", "Yên Ninh"]
    assert listed(client, unit=small.phu_luong.code, state="standing") == ["Yên Ninh"]
    assert listed(client, unit=small.yen_ninh.code) == ["Yên Ninh"]
    assert listed(client, tier="district") == ["Phú Lương"]
    assert client.get("/plans/registrations/", {"unit": "nowhere"}).status_code == 404


def test_the_figure_of_a_target_leads_to_those_that_it_counts(client, small):
    registered(small)
    registered(small, small.dan_tien)
    client.force_login(small.coordinator)
    own = own_plan(small.phu_luong, small.clause("V.4-a"))
    Target.objects.create(
        clause=own.clauses.get(), position=1, tier="commune", level="ntm", at_least=1, is_minimum=False, name="Xã"
    )
    for address, counted in (("/plans/", 2), (f"/plans/{own.pk}/", 1)):
        page = client.get(address)
        [target] = [
            one
            for one in page.context["targets"]
            if (one.target.tier, one.target.level) == ("commune", "ntm") and not one.keeps
        ]
        [link] = re.findall(r'href="(/plans/registrations/\?[^"]*level=ntm[^"]*tier=commune[^"]*)"', page.text)
        rows = client.get(link.replace("&amp;", "&")).context["rows"]
        assert len(rows) == len(target.candidates) == counted
