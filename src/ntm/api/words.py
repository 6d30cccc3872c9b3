"""Words in both languages, as answers carry them."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from ntm.core.problems import Faults, Problem, Text


class Words(Schema):
    vi: str
    en: str


def words(text: Text) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}


class Refusal(Schema):
    """Why a request was refused: a code that never changes, what happened, what to do."""

    code: str
    what: Words
    do: Words
    faults: list[str] = []


def refusal(problem: Problem) -> dict[str, Any]:
    """Return a Problem's code and words, and the faults it lists, in the shape of a Refusal."""
    return {
        "code": problem.code,
        "what": words(problem.what),
        "do": words(problem.do),
        "faults": [one.said_in("vi") for one in problem.faults] if isinstance(problem, Faults) else [],
    }


REFUSALS = frozenset({400, 401, 403, 404, 413, 422, 429})


def answers(shape: Any) -> dict[Any, Any]:
    """Describe the answers of an address: ``shape`` when all is well, else a Refusal."""
    return {200: shape, REFUSALS: Refusal}
