"""Reads law/cases: every worked case an official wrote down is what the judge answers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from ntm.core.rulebook import (
    CriteriaSet,
    Kind,
    Measured,
    NotApplicable,
    NotInForce,
    PassesWhen,
    Place,
    judge_criterion,
    judge_indicator,
    judge_set,
    load,
)

LAW = Path(__file__).parents[2] / "law"
BOOK = load(LAW)
PAGES = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted((LAW / "cases").glob("*.yaml"))]
CASES = [(case.get("set", page["set"]), case) for page in PAGES for case in page["cases"]]


@pytest.mark.parametrize(("set_id", "case"), CASES, ids=[f"{set_id}: {case['case']}" for set_id, case in CASES])
def test_the_judge_answers_as_the_law_does(set_id: str, case: dict[str, Any]) -> None:
    assert answer(BOOK.set(set_id), case["given"]) == case["then"]


def test_every_criterion_of_the_commune_set_has_a_case() -> None:
    commune = BOOK.set("commune-ntm-2021-2025")
    given = [case["given"] for set_id, case in CASES if set_id == commune.id]
    codes = {one.get("criterion") or one.get("indicator", "").split(".")[0] for one in given}

    assert {criterion.code for criterion in commune.criteria} <= codes


def answer(criteria_set: CriteriaSet, given: dict[str, Any]) -> str:
    """Judge what the case gives: an indicator, a criterion, a precondition, or the whole set."""
    place = Place(given.get("region"), given.get("group"), frozenset(given.get("traits", [])))
    day = given["day"]
    try:
        if "precondition" in given:
            found = {one.id: one.indicator for one in criteria_set.preconditions}[given["precondition"]]
            return judge_indicator(found, values(criteria_set, given, found.measure), place=place, on=day).outcome
        if "indicator" in given:
            found = criteria_set.indicator(given["indicator"])
            return judge_indicator(found, values(criteria_set, given, found.measure), place=place, on=day).outcome
        if "criterion" in given:
            criterion = criteria_set.criterion(given["criterion"])
            return judge_criterion(criterion, values(criteria_set, given, ""), place=place, on=day).outcome
        facts = {one.id: best(one.indicator) for one in criteria_set.preconditions} | given.get("facts", {})
        everything = {one.measure: best(one) for one in leaves(criteria_set)}
        return judge_set(criteria_set, everything, place=place, on=day, facts=facts).outcome
    except NotInForce:
        return "not in force"


def values(criteria_set: CriteriaSet, given: dict[str, Any], measure: str) -> dict[str, Measured]:
    """Return what the case says was measured, by measure; codes are those of the set, or ``<set id>/<code>``."""
    found = {}
    for code, value in given.get("values", {}).items():
        key = code if "/" in code else criteria_set.indicator(code).measure
        found[key] = measured(value)
    if "measured" in given:
        found[measure] = measured(given["measured"])
    if "not_applicable" in given:
        found[measure] = NotApplicable(given["not_applicable"])
    return found


def measured(value: Any) -> Measured:
    if isinstance(value, dict):
        return NotApplicable(value["not_applicable"])
    return value if isinstance(value, bool) else Decimal(str(value))


def leaves(criteria_set: CriteriaSet):
    """Return what is measured by itself: parts, or indicators without parts."""
    return [one for indicator in criteria_set.indicators for one in indicator.parts or (indicator,)]


def best(indicator) -> Measured:
    """Return a value that meets any level."""
    if indicator.kind is Kind.YES_NO:
        return True
    return Decimal(1000) if indicator.passes_when is PassesWhen.AT_LEAST else Decimal(0)
