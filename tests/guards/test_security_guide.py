"""The guide to security says of each requirement which test proves it; the tests it names are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_LINE = re.compile(
    r"^\| (\d+\.\d+\.\d+)(?:–(\d+))? \| [12–]+ \| .+? \| (met|partly|not met|does not apply) \| (.+) \|$", re.MULTILINE
)
# How many requirements of levels 1 and 2 the standard has in each chapter.
CHAPTERS = {
    1: 27,
    2: 11,
    3: 19,
    4: 10,
    5: 9,
    6: 35,
    7: 18,
    8: 7,
    9: 7,
    10: 29,
    11: 14,
    12: 9,
    13: 13,
    14: 9,
    15: 13,
    16: 16,
    17: 7,
}


def lines() -> list[tuple[str, str, str]]:
    """Every requirement with its state and its answer; a line may speak of several in a row: ``10.4.1–11``."""
    found = []
    for first, last, state, answer in _LINE.findall(GUIDE):
        before, _, number = first.rpartition(".")
        found += [(f"{before}.{one}", state, answer) for one in range(int(number), int(last or number) + 1)]
    return found


LINES = lines()


@pytest.mark.parametrize(("file", "test"), sorted(set(_NAMED.findall(GUIDE))))
def test_a_named_test_exists(file, test):
    path = ROOT / file
    assert path.is_file(), file
    assert not test or re.search(rf"^(?:async )?def {test}\(", path.read_text(encoding="utf-8"), re.MULTILINE), test


def test_every_requirement_that_is_met_names_a_test_or_a_file():
    said = {number: answer for number, state, answer in LINES if state == "met"}
    assert not [
        number for number, answer in said.items() if not re.search(r"`|\bas (?:above|\d)|the same test", answer)
    ]


def test_what_is_not_met_says_what_is_missing():
    said = {number: answer for number, state, answer in LINES if state in {"partly", "not met"}}
    assert not [number for number, answer in said.items() if len(answer) < 30]


def test_no_requirement_is_left_out_or_stands_twice():
    numbers = [number for number, *_ in LINES]
    assert len(set(numbers)) == len(numbers)
    counted = {chapter: sum(number.startswith(f"{chapter}.") for number in numbers) for chapter in CHAPTERS}
    assert counted == CHAPTERS
