"""The table of docs/law.md is how the judge joins outcomes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ntm.core.rulebook import Outcome
from ntm.core.rulebook.joining import all_of, any_of

PAGE = Path(__file__).parents[2] / "docs" / "law.md"
WORDS = {outcome.value.replace("_", " "): outcome for outcome in Outcome} | {"none at all": None}


def rows() -> list[list[str]]:
    """Return the rows of the table whose head names both ways of joining."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    head = next(
        number for number, line in enumerate(lines) if "`all of`" in line and "`any of`" in line and "|" in line
    )
    table = []
    for line in lines[head + 2 :]:
        if not line.startswith("|"):
            break
        table.append([cell.strip(" *") for cell in line.strip("|").split("|")])
    return table


@pytest.mark.parametrize(("given", "both", "either"), rows())
def test_the_judge_joins_as_the_page_says(given: str, both: str, either: str) -> None:
    outcomes = [WORDS[word] for word in given.split(", ") if WORDS[word]]

    assert all_of(outcomes) is WORDS[both]
    assert any_of(outcomes) is WORDS[either]
