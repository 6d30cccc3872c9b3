"""A faulty law file is refused whole, and every fault says where it stands and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntm.core.problems import Fault
from ntm.core.rulebook import LawFaults, load

SET, ROADS, INCOME = "criteria/made-up/set.yaml", "criteria/made-up/01-roads.yaml", "criteria/made-up/02-income.yaml"
OVERRIDE = "overrides/made-up/roads.yaml"

LAW = {
    "sources.yaml": """\
"1/QĐ-X":
  issued_on: 2022-01-01
  issuer: {vi: "Cơ quan", en: "Body"}
  subject: {vi: "Bộ tiêu chí", en: "Criteria"}
  in_force: {begins: 2022-01-01, ends: 2025-12-31}
  confidence: high
""",
    "offices.yaml": """\
so-cu:
  name: {vi: "Sở cũ", en: "Old office"}
  ends: 2025-02-28
so-moi:
  name: {vi: "Sở mới", en: "New office"}
  begins: 2025-03-01
""",
    "places.yaml": """\
regions:
  NORTH: {vi: "Bắc", en: "North"}
  SOUTH: {vi: "Nam", en: "South"}
commune_groups:
  group-1: {vi: "Nhóm 1", en: "Group 1"}
""",
    SET: """\
id: made-up
title: {vi: "Bộ thử", en: "Made-up set"}
tier: commune
level: ntm
in_force: {begins: 2022-01-01, ends: 2025-12-31}
grouping: region
completeness: complete
confirmed: yes
legal_bases: ["1/QĐ-X"]
counted_by_law: {criteria: 2, indicators: 4}
counted_from: {vi: "tự đặt", en: "made up"}
region_rule:
  region: NORTH
  all_of: [poor-district]
  any_of: [safe-zone]
  name: {vi: "Xã khó khăn", en: "Hard places"}
  confidence: high
  source: "1/QĐ-X, 1"
preconditions:
  arrears-free:
    name: {vi: "Không nợ", en: "No arrears"}
    name_confidence: high
    kind: yes-no
    passes_when: yes
    asked_of:
      all:
        2022-01-01: {value: yes, confidence: high, source: "1/QĐ-X, 2"}
""",
    ROADS: """\
code: "1"
name: {vi: "Đường", en: "Roads"}
appraised_by:
  2022-01-01: so-cu
  2025-03-01: so-moi
indicators:
  "1.1":
    name: {vi: "Đường nhựa", en: "Paved roads"}
    name_confidence: high
    kind: percent
    passes_when: at least
    asked_of:
      NORTH:
        2022-01-01: {value: 50, confidence: high, source: "1/QĐ-X, 1.1"}
        2023-01-01: {value: 60, confidence: high, source: "1/QĐ-X, 1.1"}
      others:
        2022-01-01: {value: unknown, confidence: low, source: "1/QĐ-X, 1.1"}
  "1.2":
    name: {vi: "Đường sạch", en: "Clean roads"}
    name_confidence: high
    kind: yes-no
    passes_when: yes
    asked_of:
      all:
        2022-01-01: {value: yes, confidence: high, source: "1/QĐ-X, 1.2"}
compared_with_gazette: never
""",
    INCOME: """\
code: "2"
name: {vi: "Thu nhập", en: "Income"}
appraised_by: unknown
indicators:
  "2.1":
    name: {vi: "Thu nhập", en: "Income"}
    name_confidence: high
    kind: money
    unit: {vi: "triệu đồng", en: "million VND"}
    passes_when: at least
    asked_of:
      all:
        2022-01-01: {value: 45.5, confidence: high, source: "1/QĐ-X, 2.1"}
  "2.2":
    name: {vi: "Nước", en: "Water"}
    name_confidence: high
    kind: yes-no
    passes_when: all of
    parts:
      "2.2a":
        name: {vi: "Chung", en: "Total"}
        name_confidence: high
        kind: percent
        passes_when: at least
        asked_of:
          all:
            2022-01-01: {value: 35, confidence: low, source: "1/QĐ-X, 2.2"}
    amendments:
      "1/QĐ-X": {since: 2024-03-01, change: {vi: "sửa", en: "changed"}, confidence: low}
compared_with_gazette: 2024-05-01
""",
    OVERRIDE: """\
province: "99"
decision:
  number: "5/QĐ-Y"
  issued_on: 2022-06-01
  issuer: {vi: "UBND tỉnh", en: "Provincial People's Committee"}
  subject: {vi: "Đường", en: "Roads"}
approval: {vi: "Bộ đồng ý", en: "Agreed by the ministry"}
set: made-up
levels:
  "1.1":
    NORTH:
      2022-06-01: {value: 70, confidence: high, source: "5/QĐ-Y, 1"}
""",
}

PAVED, CLEAN, RAISED = "indicators › 1.1", "indicators › 1.2", "levels › 1.1 › NORTH"
NORTH, ALL = f"{PAVED} › asked_of › NORTH › 2022-01-01", f"{CLEAN} › asked_of › all › 2022-01-01"
MONEY = "indicators › 2.1 › asked_of › all › 2022-01-01"
PART = "indicators › 2.2 › parts"
TWO_STEPS = """\
        2022-01-01: {value: 50, confidence: high, source: "1/QĐ-X, 1.1"}
        2023-01-01: {value: 60, confidence: high, source: "1/QĐ-X, 1.1"}
"""
OUT_OF_ORDER = "".join(reversed(TWO_STEPS.splitlines(keepends=True)))
ONE_PART = LAW[INCOME][LAW[INCOME].index("    parts:") : LAW[INCOME].index("    amendments:")]
SAME = "    same_measure_as: made-up/"

# kind of fault: (file, what stands there, what is put in its place, key named by the fault)
FAULTS = {
    "an unknown key": (ROADS, "    kind: yes-no", "    kindd: x\n    kind: yes-no", f"{CLEAN} › kindd"),
    "a missing key": (ROADS, "compared_with_gazette: never\n", "", "compared_with_gazette"),
    "a duplicate key": (ROADS, 'code: "1"', 'code: "1"\ncode: "1"', "code"),
    "YAML that cannot be read": (ROADS, 'code: "1"', 'code: "1', ""),
    "an alias that holds itself": (ROADS, '{vi: "Đường", en: "Roads"}', "&a [*a]", "name › 1"),
    "an empty file": ("places.yaml", LAW["places.yaml"], "# nothing\n", ""),
    "a value where keys belong": (ROADS, '{vi: "Đường sạch", en: "Clean roads"}', '"Đường sạch"', f"{CLEAN} › name"),
    "a text in one language only": (ROADS, '{vi: "Đường", en: "Roads"}', '{vi: "Đường"}', "name › en"),
    "a day that does not exist": (ROADS, "2023-01-01:", "2023-02-30:", f"{PAVED} › asked_of › NORTH › 2023-02-30"),
    "steps out of order": (ROADS, TWO_STEPS, OUT_OF_ORDER, NORTH),
    "a day that stands twice": (ROADS, "2023-01-01:", "2022-01-01:", NORTH),
    "no step at all": (ROADS, f"      NORTH:\n{TWO_STEPS}", "      NORTH: {}\n", f"{PAVED} › asked_of › NORTH"),
    "null in place of a silence": (ROADS, "value: 50", "value: null", f"{NORTH} › value"),
    "a number where yes-no is asked": (ROADS, "value: yes", "value: 1", f"{ALL} › value"),
    "a no as a level": (ROADS, "value: yes", "value: no", f"{ALL} › value"),
    "text where a number is asked": (ROADS, "value: 50", 'value: "50"', f"{NORTH} › value"),
    "a yes where a number is asked": (ROADS, "value: 50", "value: yes", f"{NORTH} › value"),
    "a figure without end": (INCOME, "value: 45.5", "value: .inf", f"{MONEY} › value"),
    "a percentage above 100": (ROADS, "value: 50", "value: 150", f"{NORTH} › value"),
    "a level below zero": (INCOME, "value: 45.5", "value: -1", f"{MONEY} › value"),
    "an unknown passes_when": (ROADS, "passes_when: at least", "passes_when: more than", f"{PAVED} › passes_when"),
    "passes_when that does not fit": (ROADS, "passes_when: at least", "passes_when: yes", f"{PAVED} › passes_when"),
    "an unknown kind": (ROADS, "kind: percent", "kind: share", f"{PAVED} › kind"),
    "an unknown confidence": (
        ROADS,
        "value: 50, confidence: high",
        "value: 50, confidence: sure",
        f"{NORTH} › confidence",
    ),
    "no source": (
        ROADS,
        'value: 50, confidence: high, source: "1/QĐ-X, 1.1"',
        "value: 50, confidence: high",
        f"{NORTH} › source",
    ),
    "a source that the register lacks": (ROADS, '"1/QĐ-X, 1.2"', '"2/QĐ-X, 1.2"', f"{ALL} › source"),
    "an amendment that the register lacks": (
        INCOME,
        '"1/QĐ-X": {since',
        '"2/QĐ-X": {since',
        "indicators › 2.2 › amendments › 2/QĐ-X",
    ),
    "an unknown office": (ROADS, "2022-01-01: so-cu", "2022-01-01: so-la", "appraised_by › 2022-01-01"),
    "an office after its last day": (ROADS, "  2025-03-01: so-moi\n", "", "appraised_by"),
    "an unknown region": (ROADS, "      NORTH:", "      NORD:", f"{PAVED} › asked_of › NORD"),
    "a region of which nothing is said": (ROADS, "      others:", "      NORTHEAST:", f"{PAVED} › asked_of"),
    "all beside a region": (ROADS, "      others:", "      all:", f"{PAVED} › asked_of › all"),
    "a figure for others": (ROADS, "value: unknown", "value: 10", f"{PAVED} › asked_of › others"),
    "a first step after the set begins": (
        INCOME,
        "2022-01-01: {value: 45.5",
        "2022-02-01: {value: 45.5",
        "indicators › 2.1 › asked_of › all",
    ),
    "an unknown region in the region rule": (SET, "  region: NORTH", "  region: EAST", "region_rule › region"),
    "an indicator's code of another criterion": (ROADS, '  "1.2":', '  "3.2":', "indicators › 3.2"),
    "a criterion's code that is not the file's": (ROADS, 'code: "1"', 'code: "7"', "code"),
    "a code without quotes": (ROADS, '  "1.2":', "  1.2:", CLEAN),
    "a code such as 1.10 without quotes": (ROADS, '  "1.2":', "  1.10:", f"{PAVED}0"),
    "a duplicate code": (ROADS, '  "1.2":', '  "1.1":', PAVED),
    "a measure that points nowhere": (
        ROADS,
        "    kind: yes-no",
        f"{SAME}9.9\n    kind: yes-no",
        f"{CLEAN} › same_measure_as",
    ),
    "measures in a circle": (ROADS, "    kind: yes-no", f"{SAME}1.2\n    kind: yes-no", f"{CLEAN} › same_measure_as"),
    "no place at all": (
        INCOME,
        "      all:\n        2022-01-01: {value: 45.5",
        "      others:\n        2022-01-01: {value: 45.5",
        "indicators › 2.1 › asked_of › others",
    ),
    "a measure of another kind": (
        ROADS,
        "    kind: yes-no",
        f"{SAME}2.1\n    kind: yes-no",
        f"{CLEAN} › same_measure_as",
    ),
    "a set that ends before it begins": (SET, "ends: 2025-12-31", "ends: 2021-12-31", "in_force › ends"),
    "an office that ends before it begins": (
        "offices.yaml",
        "  begins: 2025-03-01",
        "  begins: 2025-03-01\n  ends: 2024-01-01",
        "so-moi › ends",
    ),
    "counts that disagree with the law": (SET, "indicators: 4", "indicators: 5", "counted_by_law"),
    "a count that is no count": (SET, "indicators: 4", "indicators: many", "counted_by_law › indicators"),
    "an id that is not the folder's": (SET, "id: made-up", "id: other", "id"),
    "an unknown tier": (SET, "tier: commune", "tier: village", "tier"),
    "a legal basis that the register lacks": (SET, 'legal_bases: ["1/QĐ-X"]', 'legal_bases: ["3/QĐ-X"]', "legal_bases"),
    "a flag that is neither yes nor no": (SET, "confirmed: yes", "confirmed: maybe", "confirmed"),
    "a part of another indicator": (INCOME, '      "2.2a":', '      "9.9a":', f"{PART} › 9.9a"),
    "a missing part": (INCOME, ONE_PART, "    parts: {}\n", PART),
    "parts on an indicator that has none": (ROADS, "passes_when: at least", "passes_when: all of", f"{PAVED} › parts"),
    "a figure without unit": (
        INCOME,
        '    unit: {vi: "triệu đồng", en: "million VND"}\n',
        "",
        "indicators › 2.1 › unit",
    ),
    "an override that lowers a level": (OVERRIDE, "value: 70", "value: 55", RAISED),
    "an override that silences a level": (OVERRIDE, "value: 70", "value: unknown", RAISED),
    "an override without a decision": (OVERRIDE, '  number: "5/QĐ-Y"\n', "", "decision › number"),
    "an override without approval": (
        OVERRIDE,
        'approval: {vi: "Bộ đồng ý", en: "Agreed by the ministry"}\n',
        "",
        "approval",
    ),
    "an override that cites another decision": (
        OVERRIDE,
        '"5/QĐ-Y, 1"',
        '"6/QĐ-Y, 1"',
        f"{RAISED} › 2022-06-01 › source",
    ),
    "an override of an unknown indicator": (OVERRIDE, '  "1.1":', '  "1.9":', "levels › 1.9"),
    "an override of an unknown region": (OVERRIDE, "    NORTH:", "    all:", "levels › 1.1 › all"),
}


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """Write the small made-up law, which has no fault."""
    for name, content in LAW.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def faults_in(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(LawFaults) as refused:
        load(folder)
    return refused.value.faults


def test_the_made_up_law_has_no_fault(law: Path) -> None:
    assert list(load(law).sets) == ["made-up"]


@pytest.mark.parametrize(("file", "old", "new", "key"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_names_its_file_its_key_and_the_remedy(law: Path, file: str, old: str, new: str, key: str) -> None:
    content = (law / file).read_text(encoding="utf-8")
    assert old in content
    (law / file).write_text(content.replace(old, new, 1), encoding="utf-8")

    faults = faults_in(law)

    place = f"{file} › {key}" if key else file
    assert place in [fault.place for fault in faults]
    assert all(fault.what.vi and fault.what.en and fault.do.vi and fault.do.en for fault in faults)


def test_every_fault_of_every_file_is_listed_in_one_go(law: Path) -> None:
    for file, old, new in [(ROADS, "value: 50", "value: null"), (INCOME, "kind: money", "kind: gold")]:
        content = (law / file).read_text(encoding="utf-8")
        (law / file).write_text(content.replace(old, new), encoding="utf-8")

    files = {fault.place.split(" › ")[0] for fault in faults_in(law)}

    assert files == {ROADS, INCOME}


def test_an_indicator_in_two_files_is_a_fault(law: Path) -> None:
    again = LAW[ROADS].replace('code: "1"', 'code: "01"')
    (law / "criteria/made-up/01-again.yaml").write_text(again, encoding="utf-8")

    assert any(fault.place.endswith("› 1.1") for fault in faults_in(law))


def test_a_level_taken_from_an_indicator_that_is_missing_is_a_fault(law: Path) -> None:
    asked = """    asked_of:
      all:
        2022-01-01: {value: 45.5, confidence: high, source: "1/QĐ-X, 2.1"}
"""
    taken = """    asked_from:
      set: made-up
      indicator: "8"
      times: 1.10
      confidence: high
      source: "1/QĐ-X, 2.1"
"""
    (law / INCOME).write_text(LAW[INCOME].replace(asked, taken), encoding="utf-8")

    assert f"{INCOME} › indicators › 2.1 › asked_from › indicator" in [fault.place for fault in faults_in(law)]


def test_two_decisions_of_a_province_may_not_begin_on_one_day(law: Path) -> None:
    (law / "overrides/made-up/again.yaml").write_text(LAW[OVERRIDE], encoding="utf-8")

    assert f"{OVERRIDE} › levels › 1.1 › NORTH" in [fault.place for fault in faults_in(law)]


def test_a_folder_without_law_says_where_to_look(tmp_path: Path) -> None:
    assert "criteria" in [fault.place for fault in faults_in(tmp_path)]
