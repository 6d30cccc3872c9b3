"""A faulty procedure file is refused whole, and every fault says where it stands and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntm.core.procedure import ProcedureFaults, load

FILE = "procedure/review.yaml"
SOURCES = '"1/QĐ-X": {}\n'
REPORT = """\
    - step: report
      by: commune-officer
      tier: commune
      office: {vi: "UBND xã", en: "Commune"}
      within_working_days: unknown
      confidence: medium
      source: "1/QĐ-X, 1"
"""
VERIFY = """\
    - step: verify
      by: district-officer
      tier: district
      office: {vi: "UBND huyện", en: "District"}
      within_working_days: 15
      confidence: low
      source: "1/QĐ-X, 2"
"""
GOOD = f"commune:\n  2022-01-01:\n{REPORT}{VERIFY}  2025-01-01: repealed\n"
FIRST = "commune › 2022-01-01"
AGAIN = f"commune:\n  2022-01-01: repealed\n{GOOD.removeprefix('commune:' + chr(10))}"

# kind of fault: (what stands there, what is put in its place, keys named by the fault, words of its remedy)
FAULTS = {
    "YAML that cannot be read": ('"UBND xã"', '"UBND xã', "", "UTF-8"),
    "an empty file": (GOOD, "# nothing\n", "", "commune, district, province"),
    "a list in place of tiers": (GOOD, "- commune\n", "", "commune, district, province"),
    "an unknown tier": ("commune:\n  2022", "hamlet:\n  2022", "hamlet", "commune, district, province"),
    "a duplicate day": (GOOD, AGAIN, FIRST, "one of the two"),
    "a tier without days": (GOOD, "commune: repealed\n", "commune", "2025-07-01"),
    "a day that does not exist": ("2025-01-01", "2025-02-30", "commune › 2025-02-30", "2025-07-01"),
    "days out of order": ("2025-01-01", "2021-01-01", "commune › 2021-01-01", "older path above"),
    "a day with an hour": ("2025-01-01:", "2025-01-01 10:00:00:", "commune › 2025-01-01 10:00:00", "2025-07-01"),
    "a word in place of steps": ("repealed", "ended", "commune › 2025-01-01", "repealed"),
    "nothing in place of steps": (": repealed", ":", "commune › 2025-01-01", "repealed"),
    "a step that is one word": (VERIFY, "    - verify\n", f"{FIRST} › 2", "within_working_days"),
    "an alias that holds itself": ('{vi: "UBND xã", en: "Commune"}', "&a [*a]", f"{FIRST} › 1 › office › 1", "in full"),
    "a missing key": ("      confidence: low\n", "", f"{FIRST} › 2 › confidence", "Add the key"),
    "an unknown key": ("within_working_days: 15", "within: 15", f"{FIRST} › 2 › within", "within_working_days"),
    "a duplicate key": (
        "      tier: district\n",
        "      tier: district\n" * 2,
        f"{FIRST} › 2 › tier",
        "one of the two",
    ),
    "an unknown step": ("step: verify", "step: look", f"{FIRST} › 2 › step", "report, verify, appraise"),
    "an unknown role": ("by: district-officer", "by: mayor", f"{FIRST} › 2 › by", "department-officer"),
    "an unknown tier of an office": ("tier: district", "tier: county", f"{FIRST} › 2 › tier", "province"),
    "an unknown confidence": ("confidence: low", "confidence: sure", f"{FIRST} › 2 › confidence", "high, medium, low"),
    "a list where a word belongs": ("confidence: low", "confidence: [low]", f"{FIRST} › 2 › confidence", "high"),
    "a limit of no days": ("days: 15", "days: 0", f"{FIRST} › 2 › within_working_days", "unknown"),
    "a limit of half days": ("days: 15", "days: 1.5", f"{FIRST} › 2 › within_working_days", "unknown"),
    "a yes as a limit": ("days: 15", "days: yes", f"{FIRST} › 2 › within_working_days", "unknown"),
    "an empty limit": ("days: 15", "days:", f"{FIRST} › 2 › within_working_days", "unknown"),
    "a name in one language": (', en: "District"', "", f"{FIRST} › 2 › office", "vi:"),
    "a blank name": ('"District"', '" "', f"{FIRST} › 2 › office › en", "double quotes"),
    "a blank source": ('"1/QĐ-X, 2"', '""', f"{FIRST} › 2 › source", "double quotes"),
    "a source that the register lacks": ('"1/QĐ-X, 2"', '"2/QĐ-X, 2"', f"{FIRST} › 2 › source", "sources.yaml"),
    "a path that begins elsewhere": (REPORT, "", f"{FIRST} › 1 › step", "Begin with report"),
    "a first step of another tier": ("tier: commune", "tier: district", f"{FIRST} › 1 › tier", "tier: commune"),
    "a step that stands twice": (VERIFY, VERIFY * 2, f"{FIRST} › 3 › step", "each step once"),
    "a step that goes back": (VERIFY, VERIFY + REPORT, f"{FIRST} › 3 › step", "report, verify, appraise"),
    "a step that goes down": (VERIFY, VERIFY + REPORT, f"{FIRST} › 3 › tier", "higher"),
}


def written(folder: Path, text: str) -> Path:
    (folder / "procedure").mkdir()
    (folder / FILE).write_text(text, encoding="utf-8")
    (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return folder


def test_the_file_without_a_fault_is_read(tmp_path):
    assert list(load(written(tmp_path, GOOD)).paths) == ["commune"]


@pytest.mark.parametrize("kind", FAULTS)
def test_each_kind_of_fault_names_file_key_and_remedy(kind, tmp_path):
    before, after, keys, remedy = FAULTS[kind]
    assert before in GOOD

    with pytest.raises(ProcedureFaults) as refused:
        load(written(tmp_path, GOOD.replace(before, after, 1)))

    place = f"{FILE} › {keys}" if keys else FILE
    found = [fault for fault in refused.value.faults if fault.place == place and remedy in fault.do.en]
    assert found, [fault.said_in("en") for fault in refused.value.faults]
    assert found[0].what.vi
    assert found[0].do.vi


def test_all_faults_are_listed_at_once(tmp_path):
    text = GOOD.replace("commune-officer", "mayor").replace("days: 15", "days: 0").replace("2025-01-01", "2025-02-30")

    with pytest.raises(ProcedureFaults) as refused:
        load(written(tmp_path, text))

    assert [fault.place.removeprefix(f"{FILE} › ") for fault in refused.value.faults] == [
        f"{FIRST} › 1 › by",
        f"{FIRST} › 2 › within_working_days",
        "commune › 2025-02-30",
    ]
    assert "3" in refused.value.what.vi


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ProcedureFaults) as refused:
        load(tmp_path)

    assert [fault.place for fault in refused.value.faults] == [FILE]
