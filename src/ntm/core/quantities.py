"""Figures as Vietnamese offices write them: 1.743.406 and 12,5; days as 23/02/2024."""

from __future__ import annotations

from datetime import date
from decimal import Decimal


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
