"""What a person typed into a sheet, read as what they say; the entry page, workbooks and the API share it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ntm.assessments.checks import rate_of
from ntm.assessments.models import Said
from ntm.core.problems import Problem
from ntm.core.quantities import read_figure
from ntm.core.rulebook import Indicator, Kind

YES = {"yes", "đạt", "dat", "có", "co", "true", "x", "1"}
NO = {"no", "chưa đạt", "chua dat", "không đạt", "không", "khong", "false", "0"}
_LONGEST_TYPED = 60


def said_from(indicator: Indicator, typed: Mapping[str, str]) -> Said:
    """Read ``value``, ``because``, ``note``, ``part`` and ``whole`` as typed; unreadable words are kept as they are.

    A reason for “does not apply” stands in place of a value. A part and a whole make the rate of a percent
    indicator whose value was left empty.
    """
    note = typed.get("note", "").strip()[:500]
    because = typed.get("because", "").strip()[:300]
    if because:
        return Said(not_applicable_because=because, note=note)
    value = typed.get("value", "").strip()
    if indicator.kind is Kind.YES_NO:
        return _yes_or_no(value, note)
    part, whole = _figure(typed.get("part", "")), _figure(typed.get("whole", ""))
    if part is not None and whole is not None and whole > 0:
        return Said(amount=rate_of(part, whole), note=note, numerator=part, denominator=whole)
    amount = _figure(value)
    unread = value[:_LONGEST_TYPED] if value and amount is None else ""
    return Said(amount=amount, note=note, numerator=part, denominator=whole, typed=unread)


def _yes_or_no(value: str, note: str) -> Said:
    word = value.casefold()
    if word in YES or word in NO:
        return Said(passed=word in YES, note=note)
    return Said(note=note, typed=value[:_LONGEST_TYPED])


def _figure(text: str) -> Decimal | None:
    try:
        return read_figure(text) if text.strip() else None
    except Problem:
        return None
