"""What holds for every unit, value, place and day that could exist."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ntm.core.rulebook import (
    Indicator,
    Kind,
    Measured,
    NotApplicable,
    Outcome,
    PassesWhen,
    Place,
    judge,
    judge_indicator,
    judge_set,
    load,
)
from ntm.core.rulebook.joining import all_of, any_of

LAW = Path(__file__).parents[2] / "law"
BOOK = load(LAW)
INCOMES = [BOOK.set(name).indicator(code) for name, code in [
    ("commune-ntm-2021-2025", "10"), ("commune-advanced-2021-2025", "10"), ("commune-model-2021-2025", "2"),
]]  # fmt: skip
LEAVES = [leaf for one in BOOK.sets.values() for each in one.indicators for leaf in each.parts or (each,)]
FIGURES = [leaf for leaf in LEAVES if leaf.kind is not Kind.YES_NO]

amounts = st.decimals(0, 1000, places=2)
regions = st.sampled_from([None, "TDMNPB", "DBSH", "BTB", "DHNTB", "TN", "DNB", "DBSCL", "NOWHERE"])
groups = st.sampled_from([None, "group-1", "group-2", "group-3", "group-9"])
traits = st.frozensets(st.sampled_from(["safe-zone", "hardship-zone-III", "poor-district"]))
places = st.builds(Place, regions, groups, traits, st.sampled_from([None, "19"]))
outcomes = st.lists(st.sampled_from(list(Outcome)), max_size=6)


@st.composite
def days_of(draw, indicator: Indicator) -> date:
    """Draw a day on which the indicator's set is in force."""
    last = indicator.in_force.ends or indicator.in_force.begins + timedelta(days=1800)
    return draw(st.dates(indicator.in_force.begins, last))


@st.composite
def questions(draw, indicators=tuple(LEAVES)) -> tuple[Indicator, Place, date]:
    indicator = draw(st.sampled_from(indicators))
    return indicator, draw(places), draw(days_of(indicator))


def fitting(indicator: Indicator) -> st.SearchStrategy[Measured]:
    """Draw values of the indicator's kind."""
    values = st.booleans() if indicator.kind is Kind.YES_NO else amounts
    return st.one_of(values, st.just(NotApplicable("không có")))


@given(question=questions(INCOMES), measured=amounts, more=amounts)
def test_earning_more_never_loses_a_criterion(question, measured: Decimal, more: Decimal) -> None:
    income, place, day = question

    before, after = (judge(income, m, place=place, on=day).outcome for m in (measured, measured + more))

    assert not (before is Outcome.MET and after is Outcome.NOT_MET)


@given(question=questions(FIGURES), one=amounts, other=amounts)
def test_a_better_figure_never_loses_an_indicator(question, one: Decimal, other: Decimal) -> None:
    indicator, place, day = question
    worse, better = sorted([one, other], reverse=indicator.passes_when is PassesWhen.AT_MOST)
    if indicator.passes_when is PassesWhen.EXACTLY:
        return

    before, after = (judge(indicator, m, place=place, on=day).outcome for m in (worse, better))

    assert not (before is Outcome.MET and after is Outcome.NOT_MET)


@given(question=questions())
def test_missing_data_is_never_a_failure(question) -> None:
    indicator, place, day = question

    assert judge(indicator, None, place=place, on=day).outcome not in {Outcome.MET, Outcome.NOT_MET}


@given(data=st.data(), question=questions())
def test_a_silent_level_is_never_used_as_a_number(data, question) -> None:
    indicator, place, day = question
    asked = indicator.asked(place, day)

    verdict = judge(indicator, data.draw(fitting(indicator)), place=place, on=day)

    if asked.silence is not None or not asked.level.confirmed:
        assert asked.value is None
        assert verdict.outcome in {Outcome.NO_LEVEL, Outcome.NOT_APPLICABLE}
        assert verdict.gap is None
    else:
        assert verdict.outcome is not Outcome.NO_LEVEL


@given(data=st.data(), question=questions())
def test_every_verdict_names_its_article_in_both_languages(data, question) -> None:
    indicator, place, day = question

    verdict = judge(indicator, data.draw(fitting(indicator)), place=place, on=day)

    number = verdict.asked.source.split(",")[0].split(" (")[0]
    assert number in BOOK.sources
    assert verdict.asked.source in verdict.why.vi
    assert verdict.asked.source in verdict.why.en


@settings(max_examples=30)
@given(data=st.data(), place=places)
def test_more_data_never_turns_a_failed_set_into_one_without_data(data, place: Place) -> None:
    commune = BOOK.set("commune-ntm-2021-2025")
    day = data.draw(days_of(commune.indicators[0]))
    leaves = [leaf for one in commune.indicators for leaf in one.parts or (one,)]
    values = {leaf.measure: data.draw(fitting(leaf)) for leaf in leaves if data.draw(st.booleans())}
    fewer = {measure: value for measure, value in values.items() if data.draw(st.booleans())}

    before, after = (judge_set(commune, given, place=place, on=day).outcome for given in (fewer, values))

    assert not (before is Outcome.NOT_MET and after is not Outcome.NOT_MET)


@given(several=outcomes)
def test_joining_does_not_depend_on_the_order(several: list[Outcome]) -> None:
    for join in (all_of, any_of):
        assert len({join(order) for order in permutations(several[:5])}) == 1


@given(several=outcomes)
def test_one_failure_fails_what_must_all_hold(several: list[Outcome]) -> None:
    assert (all_of(several) is Outcome.NOT_MET) == (Outcome.NOT_MET in several)


@given(several=outcomes)
def test_one_success_is_enough_where_one_is_asked(several: list[Outcome]) -> None:
    assert (any_of(several) is Outcome.MET) == (Outcome.MET in several)


@given(place=places, data=st.data())
def test_the_parts_of_clean_water_fail_with_either_share(place: Place, data) -> None:
    water = BOOK.set("commune-ntm-2021-2025").indicator("17.1")
    day = data.draw(days_of(water))
    values = {part.measure: data.draw(amounts) for part in water.parts}

    verdict = judge_indicator(water, values, place=place, on=day)

    assert verdict.outcome is all_of(part.outcome for part in verdict.parts)


def test_the_fingerprint_is_the_same_after_every_reading() -> None:
    again = load(LAW)

    assert again.fingerprint == BOOK.fingerprint
    assert {one.id: one.fingerprint for one in again.sets.values()} == {
        one.id: one.fingerprint for one in BOOK.sets.values()
    }


@pytest.mark.parametrize(("old", "new"), [("value: 45,", "value: 45.5,"), ("confidence: medium", "confidence: high")])
def test_the_fingerprint_changes_with_any_level(tmp_path: Path, old: str, new: str) -> None:
    shutil.copytree(LAW, tmp_path / "law")
    income = tmp_path / "law/criteria/commune-ntm-2021-2025/10-income.yaml"
    income.write_text(income.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    changed = load(tmp_path / "law")

    others = [name for name in BOOK.sets if name != "commune-ntm-2021-2025"]
    assert changed.fingerprint != BOOK.fingerprint
    assert changed.set("commune-ntm-2021-2025").fingerprint != BOOK.set("commune-ntm-2021-2025").fingerprint
    assert [changed.set(name).fingerprint for name in others] == [BOOK.set(name).fingerprint for name in others]


def test_a_level_taken_from_another_set_changes_the_fingerprint_of_both(tmp_path: Path) -> None:
    shutil.copytree(LAW, tmp_path / "law")
    income = tmp_path / "law/criteria/commune-advanced-2021-2025/10-income.yaml"
    income.write_text(income.read_text(encoding="utf-8").replace("value: 54,", "value: 55,", 1), encoding="utf-8")

    changed = load(tmp_path / "law")

    for name in ("commune-advanced-2021-2025", "commune-model-2021-2025"):
        assert changed.set(name).fingerprint != BOOK.set(name).fingerprint
