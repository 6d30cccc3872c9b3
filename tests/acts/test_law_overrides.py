"""A province fills what the law leaves open, raises what it likes, and is named as the one who decided."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from ntm.core.rulebook import Outcome, Place, Rulebook, differences, judge, load

LAW = Path(__file__).parents[2] / "law"
COMMUNE = "commune-ntm-2021-2025"
HERE, ELSEWHERE = Place("TDMNPB", province="19"), Place("TDMNPB", province="24")
BEFORE, AFTER = date(2022, 8, 14), date(2022, 8, 15)

# Made up for this test: the real decisions of Thái Nguyên were not found.
DECISION = """\
province: "19"
decision:
  number: "1/QĐ-TEST"
  issued_on: 2022-08-15
  issuer: {vi: "UBND tỉnh", en: "Provincial People's Committee"}
  subject: {vi: "Mức thử", en: "Levels for a test"}
approval: {vi: "Thường trực Tỉnh ủy đồng ý", en: "Agreed by the provincial Party committee"}
set: commune-ntm-2021-2025
levels:
  "2.1":
    all:
      2022-08-15: {value: 90, confidence: high, source: "1/QĐ-TEST, Phụ lục"}
  "15.3":
    DBSCL:
      2022-08-15: {value: 20, confidence: high, source: "1/QĐ-TEST, Phụ lục"}
  "16":
    all:
      2022-08-15: {value: 75, confidence: high, source: "1/QĐ-TEST, Phụ lục"}
"""


@pytest.fixture
def book(tmp_path: Path) -> Rulebook:
    shutil.copytree(LAW, tmp_path / "law")
    (tmp_path / "law/overrides/thai-nguyen/test.yaml").write_text(DECISION, encoding="utf-8")
    return load(tmp_path / "law")


def test_a_province_fills_a_level_that_the_law_leaves_to_it(book: Rulebook) -> None:
    roads = book.set(COMMUNE).indicator("2.1")

    verdict = judge(roads, Decimal(90), place=HERE, on=AFTER)

    assert verdict.outcome is Outcome.MET
    assert verdict.asked.decided_by == "province"
    assert "1/QĐ-TEST" in verdict.why.vi


def test_before_the_decision_the_law_stays_silent(book: Rulebook) -> None:
    roads = book.set(COMMUNE).indicator("2.1")

    assert judge(roads, Decimal(90), place=HERE, on=BEFORE).outcome is Outcome.NO_LEVEL


def test_another_province_is_not_bound_by_it(book: Rulebook) -> None:
    roads = book.set(COMMUNE).indicator("2.1")

    assert judge(roads, Decimal(90), place=ELSEWHERE, on=AFTER).outcome is Outcome.NO_LEVEL


def test_a_province_may_ask_more_than_the_law(book: Rulebook) -> None:
    villages = book.set(COMMUNE).indicator("16")

    assert judge(villages, Decimal(70), place=ELSEWHERE, on=AFTER).outcome is Outcome.MET
    assert judge(villages, Decimal(70), place=HERE, on=AFTER).outcome is Outcome.NOT_MET


def test_a_province_fills_the_unknown_level_of_its_region(book: Rulebook) -> None:
    stunting = book.set(COMMUNE).indicator("15.3")
    delta = Place("DBSCL", province="19")

    assert stunting.asked(delta, AFTER).value == Decimal(20)
    assert stunting.asked(delta, BEFORE).value is None


def test_what_a_province_decided_shows_among_the_differences(book: Rulebook) -> None:
    found = [one for one in differences(book.set(COMMUNE), BEFORE, AFTER) if one.code == "16"]

    assert [one.source for one in found] == ["1/QĐ-TEST, Phụ lục"]
    assert "province 19" in found[0].words.en


def test_an_override_changes_the_fingerprint_of_its_set(book: Rulebook) -> None:
    assert book.set(COMMUNE).fingerprint != load(LAW).set(COMMUNE).fingerprint
