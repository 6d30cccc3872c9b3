"""Who handles a figure on a day, as law/procedure says."""

from __future__ import annotations

import os
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command

from ntm.accounts.models import Role
from ntm.core.problems import Text
from ntm.core.procedure import NoPath, Step, UnknownTier, load, working_day_after
from ntm.core.procedure.steps import Handler
from ntm.core.rulebook import LawFaults
from ntm.criteria.selectors import procedure as the_procedure

LAW = Path(__file__).parents[2] / "law"
PROCEDURE = load(LAW)
COMMUNE = PROCEDURE.path("commune")
BEFORE_ALL, FIRST, LAST_WITH_DISTRICTS, WITHOUT = (
    date(2022, 8, 1), date(2022, 8, 2), date(2025, 6, 30), date(2025, 7, 1),
)  # fmt: skip


def steps(tier: str, day: date) -> list[tuple[Step, str, str]]:
    return [(one.step, one.by, one.tier) for one in PROCEDURE.path(tier).on(day)]


@pytest.mark.parametrize("day", [FIRST, LAST_WITH_DISTRICTS])
def test_while_there_are_districts_a_commune_is_verified_there_and_appraised_by_the_province(day):
    assert steps("commune", day) == [
        (Step.REPORT, "commune-officer", "commune"),
        (Step.VERIFY, "district-officer", "district"),
        (Step.APPRAISE, "department-officer", "province"),
    ]


@pytest.mark.parametrize("day", [WITHOUT, date(2026, 11, 24)])
def test_without_districts_a_commune_goes_straight_to_the_province(day):
    assert steps("commune", day) == [
        (Step.REPORT, "commune-officer", "commune"),
        (Step.APPRAISE, "department-officer", "province"),
    ]


def test_a_district_reports_and_is_appraised_until_there_are_no_districts():
    assert [step for step, _, _ in steps("district", LAST_WITH_DISTRICTS)] == [Step.REPORT, Step.APPRAISE]
    with pytest.raises(NoPath, match="01/07/2025"):
        steps("district", WITHOUT)


def test_a_province_reports_and_the_rest_happens_outside():
    assert steps("province", WITHOUT) == [(Step.REPORT, "coordination-office", "province")]
    assert PROCEDURE.path("province").next_after(Step.REPORT, WITHOUT) is None


def test_before_the_first_decision_there_is_no_path_and_the_reader_is_told_which_days_there_are():
    with pytest.raises(NoPath) as told:
        COMMUNE.on(BEFORE_ALL)

    assert told.value.code == "procedure/no-path"
    assert "01/08/2022" in told.value.what.vi
    assert "02/08/2022, 01/07/2025" in told.value.what.en
    assert "law/procedure/review.yaml" in told.value.do.vi


@pytest.mark.parametrize("ask", [COMMUNE.next_after, COMMUNE.handling])
def test_no_question_about_a_day_without_a_path_is_answered(ask):
    with pytest.raises(NoPath):
        ask(Step.REPORT, BEFORE_ALL)


def test_a_tier_without_any_path_is_named_with_those_that_have_one():
    with pytest.raises(UnknownTier) as told:
        PROCEDURE.path("village")

    assert "village" in told.value.what.en
    assert "commune, district, province" in told.value.do.en


@pytest.mark.parametrize(
    ("reached", "day", "waits_at"),
    [
        (None, LAST_WITH_DISTRICTS, "commune"),
        (Step.REPORT, LAST_WITH_DISTRICTS, "district"),
        (Step.REPORT, WITHOUT, "province"),
        (Step.VERIFY, LAST_WITH_DISTRICTS, "province"),
        (Step.VERIFY, WITHOUT, "province"),
    ],
)
def test_a_figure_waits_at_the_tier_that_the_path_of_the_day_names(reached, day, waits_at):
    assert COMMUNE.next_after(reached, day).tier == waits_at


def test_what_a_district_verified_before_it_left_is_appraised_next():
    assert COMMUNE.next_after(Step.VERIFY, WITHOUT).step is Step.APPRAISE


@pytest.mark.parametrize("day", [LAST_WITH_DISTRICTS, WITHOUT])
def test_nobody_comes_after_the_appraisal(day):
    assert COMMUNE.next_after(Step.APPRAISE, day) is None


def test_a_step_that_left_the_path_is_nobodys():
    assert COMMUNE.handling(Step.VERIFY, LAST_WITH_DISTRICTS).by == "district-officer"
    assert COMMUNE.handling(Step.VERIFY, WITHOUT) is None


def test_only_the_uncertain_limit_of_the_district_is_on_record():
    known = {
        (path.tier, one.step): (one.within, one.confidence)
        for path in PROCEDURE.paths.values()
        for _, handlings in path.forms
        for one in handlings or ()
        if one.within is not None
    }

    assert known == {("commune", Step.VERIFY): (15, "low")}


def test_the_button_says_to_whom_and_what_for():
    verify, appraise = (COMMUNE.handling(step, LAST_WITH_DISTRICTS) for step in (Step.VERIFY, Step.APPRAISE))

    assert verify.send_to == Text("Gửi UBND huyện thẩm tra", "Send to the district's People's Committee to verify")
    assert appraise.send_to == Text("Gửi sở, ngành thẩm định", "Send to the departments to appraise")


def test_each_step_has_its_word():
    assert [step.words.vi for step in Step] == ["Báo cáo", "Thẩm tra", "Thẩm định"]
    assert [step.words.en for step in Step] == ["Report", "Verify", "Appraise"]


def test_whoever_may_stand_on_a_path_is_a_role_that_people_can_hold():
    assert set(Handler) <= set(Role.values)


def test_the_procedure_is_read_once_and_again_after_its_file_changed(tmp_path, settings, monkeypatch):
    selector = import_module("ntm.criteria.selectors.procedure")
    file = tmp_path / "procedure" / "review.yaml"
    file.parent.mkdir()
    written = (LAW / "procedure" / "review.yaml").read_text(encoding="utf-8")
    file.write_text(written, encoding="utf-8")
    settings.LAW_FOLDER = tmp_path
    monkeypatch.setattr(selector, "monotonic", lambda: 1_000_000.0)
    first = the_procedure()
    assert the_procedure() is first

    file.write_text(written.replace("within_working_days: 15", "within_working_days: 12"), encoding="utf-8")
    os.utime(file, ns=(1, 1))
    monkeypatch.setattr(selector, "monotonic", lambda: 1_000_002.0)

    assert the_procedure().path("commune").handling(Step.VERIFY, FIRST).within == 12


def test_law_check_tells_each_path_in_words(capsys):
    call_command("law", "check")

    told = capsys.readouterr().out
    assert "Trình tự cấp xã từ 02/08/2022: báo cáo (UBND xã; chưa rõ hạn; độ tin cậy trung bình) → thẩm tra" in told
    assert "UBND huyện; 15 ngày làm việc; độ tin cậy thấp" in told
    assert "Trình tự cấp huyện từ 01/07/2025: bãi bỏ." in told


def test_law_check_lists_the_faults_of_criteria_and_procedure_together(tmp_path, settings):
    settings.LAW_FOLDER = tmp_path

    with pytest.raises(LawFaults) as refused:
        call_command("law", "check")

    places = [fault.place for fault in refused.value.faults]
    assert "sources.yaml" in places
    assert "procedure/review.yaml" in places


@pytest.mark.parametrize(
    ("day", "count", "falls_on"),
    [
        (date(2025, 6, 30), 1, date(2025, 7, 1)),
        (date(2025, 7, 4), 1, date(2025, 7, 7)),  # over a weekend
        (date(2025, 4, 29), 1, date(2025, 5, 2)),  # over 30/04 and 01/05
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
        (date(2025, 9, 1), 1, date(2025, 9, 3)),
        (date(2025, 6, 30), 15, date(2025, 7, 21)),
    ],
)
def test_a_limit_counts_the_days_on_which_offices_work(day, count, falls_on):
    assert working_day_after(day, count) == falls_on


def test_days_off_that_move_with_the_moon_are_given_by_whoever_knows_them():
    tet = {date(2025, 1, 28), date(2025, 1, 29), date(2025, 1, 30), date(2025, 1, 31)}

    assert working_day_after(date(2025, 1, 27), 1) == date(2025, 1, 28)
    assert working_day_after(date(2025, 1, 27), 1, tet) == date(2025, 2, 3)


def test_a_limit_of_no_days_is_refused():
    with pytest.raises(ValueError, match="1 working day or more"):
        working_day_after(FIRST, 0)
