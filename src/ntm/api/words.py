"""Words in both languages, as answers carry them."""

from __future__ import annotations

from typing import Any

from ninja import Schema

from ntm.core.problems import Text


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


REFUSALS = frozenset({401, 403, 404, 422, 429})


def answers(shape: Any) -> dict[Any, Any]:
    """Describe the answers of an address: ``shape`` when all is well, else a Refusal."""
    return {200: shape, REFUSALS: Refusal}
