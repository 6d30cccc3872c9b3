"""The law as a person asks for it: on a day, between two days, from the command line."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ntm.core.rulebook import (
    Aspect,
    Confidence,
    Dated,
    NotApplicable,
    NotInForce,
    Outcome,
    Place,
    UnknownIndicator,
    UnknownPlace,
    UnknownSet,
    WrongKindOfValue,
    differences,
    judge,
    judge_set,
    lines_about,
    load,
)
from ntm.criteria.management.commands.law import NoSetThatDay
from ntm.criteria.selectors import rulebook

LAW = Path(__file__).parents[2] / "law"
BOOK = load(LAW)
COMMUNE = BOOK.set("commune-ntm-2021-2025")
INCOME = COMMUNE.indicator("10")
HERE, DAY = Place("TDMNPB"), date(2024, 6, 30)


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def said(*words: str) -> str:
    out = StringIO()
    call_command("law", *words, stdout=out)
    return out.getvalue()


def test_a_step_holds_until_the_day_before_the_next() -> None:
    level = Dated("level", ((date(2022, 1, 1), "old"), (date(2023, 1, 1), "new")))

    assert [level.on(date(2022, 12, 31)), level.on(date(2023, 1, 1))] == ["old", "new"]
    with pytest.raises(NotInForce, match="01/01/2022"):
        level.on(date(2021, 12, 31))


def test_a_set_that_is_not_in_force_judges_nobody() -> None:
    with pytest.raises(NotInForce):
        judge_set(COMMUNE, {}, place=HERE, on=date(2026, 1, 1))


def test_the_set_in_force_depends_on_the_day() -> None:
    named = [BOOK.in_force("commune", "ntm", day) for day in (DAY, date(2026, 1, 15), date(2026, 3, 1))]

    assert [one and one.id for one in named] == ["commune-ntm-2021-2025", None, "commune-ntm-2026-2030"]


def test_sets_of_a_day_come_lowest_level_first() -> None:
    assert [one.level for one in BOOK.sets_on(DAY, tier="commune")] == ["ntm", "advanced", "model"]


def test_the_office_in_charge_changes_with_the_reorganisation() -> None:
    transport = COMMUNE.criterion("2")

    assert transport.office_on(date(2025, 2, 28)) == "so-giao-thong-van-tai"
    assert transport.office_on(date(2025, 3, 1)) == "so-xay-dung"


def test_the_wording_of_a_day_is_that_of_its_amendment() -> None:
    access = COMMUNE.indicator("18.4")

    assert access.name_on(date(2024, 3, 1)).vi == "Tiếp cận pháp luật"
    assert access.name_on(date(2024, 2, 29)).vi != "Tiếp cận pháp luật"


def test_a_verdict_says_measured_asked_article_day_place_and_confidence() -> None:
    why = judge(INCOME, Decimal("44.5"), place=HERE, on=DAY).why

    for words in ("44,5 triệu đồng", "từ 45 triệu đồng", "318/QĐ-TTg, Phụ lục I, 10", "30/06/2024", "trung bình"):
        assert words in why.vi
    for words in ("44.5 million VND", "45 million VND", "Northern Midlands", "0.5 million VND", "medium"):
        assert words in why.en


def test_a_verdict_warns_of_an_amendment_from_its_day_on() -> None:
    records = COMMUNE.indicator("15.4")

    warned = ["211/QĐ-TTg" in judge(records, None, place=HERE, on=day).why.en for day in (date(2024, 2, 29), DAY)]

    assert warned == [False, True]


def test_a_low_confidence_level_asks_to_be_checked() -> None:
    verdict = judge(COMMUNE.indicator("17.6"), Decimal(80), place=HERE, on=DAY)

    assert verdict.asked.confidence is Confidence.LOW
    assert "official text" in verdict.why.en


def test_an_excuse_that_the_law_does_not_know_is_told_so() -> None:
    verdict = judge(COMMUNE.indicator("13.1"), NotApplicable("no cooperative"), place=HERE, on=DAY)

    assert "does not let this indicator be left out" in verdict.why.en


def test_a_figure_for_a_yes_no_indicator_is_refused() -> None:
    with pytest.raises(WrongKindOfValue):
        judge(COMMUNE.indicator("1.1"), Decimal(1), place=HERE, on=DAY)
    with pytest.raises(WrongKindOfValue):
        judge(INCOME, True, place=HERE, on=DAY)


def test_a_repealed_level_no_longer_applies(tmp_path: Path) -> None:
    shutil.copytree(LAW, tmp_path / "law")
    file = tmp_path / "law/criteria/commune-ntm-2021-2025/10-income.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("value: 48,", "value: repealed,", 1), encoding="utf-8")
    income = load(tmp_path / "law").set(COMMUNE.id).indicator("10")

    before, after = (judge(income, Decimal(1), place=HERE, on=day) for day in (date(2024, 12, 31), date(2025, 1, 1)))

    assert [before.outcome, after.outcome] == [Outcome.NOT_MET, Outcome.NOT_APPLICABLE]
    assert "repealed on 01/01/2025" in after.why.en
    assert "318/QĐ-TTg" in after.why.en


def test_one_value_serves_every_set_that_asks_for_the_same_thing() -> None:
    asking = [
        BOOK.set("commune-advanced-2021-2025").indicator("10"),
        BOOK.set("commune-model-2021-2025").indicator("2"),
    ]

    assert {one.measure for one in asking} == {INCOME.measure}


def test_the_yearly_ladder_shows_as_a_difference_for_each_region() -> None:
    found = [one for one in differences(COMMUNE, date(2023, 12, 31), DAY) if one.code == "10"]

    assert len(found) == 7
    assert all(one.aspect is Aspect.LEVEL and one.since == date(2024, 1, 1) for one in found)
    assert "42 million VND per person per year or more → 45 million VND" in found[0].words.en


def test_days_on_either_side_of_the_end_differ_in_one_thing() -> None:
    found = differences(COMMUNE, date(2025, 12, 31), date(2026, 1, 1))

    assert [one.words.vi for one in found] == ["commune-ntm-2021-2025 – hiệu lực: có hiệu lực → không có hiệu lực"]


def test_nothing_differs_on_one_day() -> None:
    assert differences(COMMUNE, DAY, DAY) == ()


def test_unknown_names_are_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownSet, match="commune-ntm-2021-2025"):
        BOOK.set("commune")
    with pytest.raises(UnknownIndicator, match=r"17\.1, 17\.1a"):
        COMMUNE.indicator("17.99")
    with pytest.raises(UnknownPlace, match="TDMNPB"):
        BOOK.place("North")


def test_without_a_region_every_region_is_told() -> None:
    lines = [line.en for line in lines_about(INCOME, Place(None), DAY)]

    assert sum("confidence" in line and "318/QĐ-TTg" in line for line in lines) == 7


def test_the_command_checks_the_law() -> None:
    assert "commune-ntm-2021-2025: 19 criteria, 57 indicators" in said("check")


def test_the_command_shows_one_level() -> None:
    out = said("show", "10", "--on", "2024-06-30", "--region", "TDMNPB")

    assert "45 million VND per person per year or more, since 01/01/2024" in out


def test_the_command_answers_an_unknown_code_with_the_near_ones() -> None:
    with pytest.raises(UnknownIndicator) as asked:
        said("show", "10.1", "--on", "2024-06-30")

    assert asked.value.said_in("en").endswith("The nearest codes are: 10.")


def test_the_command_refuses_a_day_that_does_not_exist() -> None:
    with pytest.raises(CommandError, match="2024-02-30"):
        said("show", "10", "--on", "2024-02-30")


def test_the_command_says_when_no_set_was_in_force() -> None:
    with pytest.raises(NoSetThatDay, match="30/01/2026"):
        said("show", "1.1", "--on", "2026-01-30")


def test_the_command_tells_what_changed() -> None:
    assert "18.4 – name" in said("diff", "commune-ntm-2021-2025", "2024-02-29", "2024-03-01")


def test_the_rulebook_of_the_process_is_read_once() -> None:
    assert rulebook() is rulebook()
