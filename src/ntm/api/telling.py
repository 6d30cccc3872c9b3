"""Words and Problems as answers carry them. Nothing here needs the library, which takes long to start."""

from __future__ import annotations

from typing import Any

from ntm.core.problems import Faults, Problem, Text


def words(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


def refusal(problem: Problem) -> dict[str, Any]:
    """Return a Problem's code and words, and the faults it lists, in the shape of a Refusal."""
    return {
        "code": problem.code,
        "what": words(problem.what),
        "do": words(problem.do),
        "faults": [one.said_in("vi") for one in problem.faults] if isinstance(problem, Faults) else [],
    }
