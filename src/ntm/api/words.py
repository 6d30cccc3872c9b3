"""The shapes of words and refusals, as the description names them."""

from __future__ import annotations

from typing import Any

from ninja import Schema


class Words(Schema):
    vi: str
    en: str


class Refusal(Schema):
    """Why a request was refused: a code that never changes, what happened, what to do."""

    code: str
    what: Words
    do: Words
    faults: list[str] = []


REFUSALS = frozenset({400, 401, 403, 404, 413, 422, 429})


def answers(shape: Any) -> dict[Any, Any]:
    """Describe the answers of an address: ``shape`` when all is well, else a Refusal."""
    return {200: shape, REFUSALS: Refusal}
