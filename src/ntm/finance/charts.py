"""Stacked bars of how far capital has come, each on the same scale, drawn as SVG by a template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ntm.core.problems import Text
from ntm.finance.selectors.capital import Amounts, CapitalRow

WIDTH = 1000
# The parts of a bar in their order, with the class that fills each.
PARTS = (
    ("tone-1", Text("Đã giải ngân", "Disbursed")),
    ("tone-2", Text("Đã giao, chưa giải ngân", "Assigned, not paid out")),
    ("tone-3", Text("Đã phân bổ, chưa giao", "Allocated, not assigned")),
    ("tone-5", Text("Chưa phân bổ, chưa huy động", "Not allocated, not given yet")),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a bar; ``x`` and ``width`` are written for SVG, on a width of 1000."""

    css: str
    words: Text
    dong: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart; ``url`` is where it opens, or empty."""

    label: Text | str
    url: str
    row: Amounts
    pieces: tuple[Piece, ...]


def bars_of(labelled: Sequence[tuple[Text | str, str, Amounts]]) -> tuple[Bar, ...]:
    """Lay out (label, address, amounts) as bars; the longest takes the whole width."""
    longest = max((sum(row.parts) for _, _, row in labelled), default=0)
    return tuple(Bar(label, url, row, _pieces(row, longest)) for label, url, row in labelled)


def _pieces(row: Amounts, longest: int) -> tuple[Piece, ...]:
    pieces, x = [], Decimal(0)
    for (css, words), dong in zip(PARTS, row.parts, strict=True):
        width = Decimal(dong) * WIDTH / longest if longest else Decimal(0)
        if dong:
            pieces.append(Piece(css, words, dong, f"{x:.2f}", f"{width:.2f}"))
        x += width
    return tuple(pieces)


def groups_of(rows: Sequence[CapitalRow]) -> list[CapitalRow]:
    """Return the branches whose parts are all ends, and ends that stand beside branches: one bar each, credit apart."""
    shown = []
    for row in rows:
        parts = [one for one in rows if one.depth == row.depth + 1 and one.code.startswith(f"{row.code}/")]
        if row.depth == 0:
            continue
        siblings = [one for one in rows if one.depth == row.depth and _above(one) == _above(row)]
        all_ends = bool(parts) and all(one.is_leaf for one in parts)
        if all_ends or (row.is_leaf and not all(one.is_leaf for one in siblings)):
            shown.append(row)
    return shown or [row for row in rows if row.is_leaf]


def _above(row: CapitalRow) -> str:
    return row.code.rpartition("/")[0]
