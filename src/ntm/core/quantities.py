"""Figures as Vietnamese offices write them: 1.743.406 and 12,5; days as 23/02/2024."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ntm.core.problems import Problem, Text

_GROUPED = re.compile(r"-?\d{1,3}([.,\u00a0 ])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")
_EITHER_WAY = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")


class NotAFigure(Problem):
    """Something was written where a figure belongs, and it cannot be read as one."""

    code = "quantities/not-a-figure"

    def __init__(self, text: str) -> None:
        super().__init__(
            Text(f"“{text}” không đọc được thành số.", f"“{text}” cannot be read as a figure."),
            Text("Hãy viết như 1743406, 1.743.406 hoặc 12,5.", "Write it like 1743406, 1.743.406 or 12,5."),
        )


class EitherWay(Problem):
    """A figure with one mark and three digits behind it: thousands, or decimals?"""

    code = "quantities/either-way"

    def __init__(self, text: str) -> None:
        whole, part = re.split(r"[.,]", text)
        super().__init__(
            Text(
                f"“{text}” có thể là {whole}{part} hoặc {whole} phẩy {part}.",
                f"“{text}” may be {whole}{part} or {whole} point {part}.",
            ),
            Text(
                f"Hãy viết {whole}{part} nếu là hàng nghìn, hoặc {whole},{part}0 nếu là phần thập phân.",
                f"Write {whole}{part} for thousands, or {whole},{part}0 for decimals.",
            ),
        )


def read_figure(text: str) -> Decimal:
    """Read a figure that a person typed; comma and point may both stand before decimals.

    ``1.743.406``, ``1 743 406``, ``12,5``, ``12.5`` and ``1.234,5`` read as they look. Raises EitherWay for
    ``1.234`` and ``1,234``, and NotAFigure for anything else.
    """
    typed = text.strip()
    if _EITHER_WAY.fullmatch(typed):
        raise EitherWay(typed)
    grouped = _GROUPED.fullmatch(typed)
    if grouped:
        return Decimal(typed.replace(grouped[1], "").replace(",", "."))
    if not _PLAIN.fullmatch(typed):
        raise NotAFigure(typed)
    return Decimal(typed.replace(",", "."))


def written(figure: Decimal | int, language: str = "vi") -> str:
    """Write a figure without needless zeros: 1743406 → ``1.743.406``, 12.50 → ``12,5``."""
    text = f"{figure:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if language.startswith("en"):
        return text
    return text.translate(str.maketrans(",.", ".,"))


def written_day(day: date) -> str:
    """Write a day as 23/02/2024 in either language: the only form that offices use."""
    return f"{day:%d/%m/%Y}"
