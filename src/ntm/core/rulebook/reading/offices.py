"""Reads which offices answer for a criterion or indicator, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.core.rulebook.dated import Dated, Interval
from ntm.core.rulebook.reading.entries import Entry
from ntm.core.rulebook.reading.register import known_office
from ntm.core.rulebook.register import Office

_KEY = "appraised_by"
_UNKNOWN = "unknown"


def offices(entry: Entry, known: Mapping[str, Office], in_force: Interval) -> Dated[tuple[Office, ...]]:
    """Read ``appraised_by``: ``unknown``, one code for all days, or dated codes (a list where several share)."""
    found = entry.content.get(_KEY, _UNKNOWN)
    if isinstance(found, dict):
        steps = entry.dated(_KEY, lambda below, value, key: _named(below, value, key, known))
    else:
        steps = ((in_force.begins, _named(entry, found, _KEY, known)),)
    _check_days(entry, steps, in_force)
    return Dated(_KEY, steps or ((in_force.begins, ()),))


def _named(entry: Entry, found: Any, key: str, known: Mapping[str, Office]) -> tuple[Office, ...]:
    if found == _UNKNOWN:
        return ()
    several = found if isinstance(found, list) else [found]
    return tuple(known[code] for code in several if known_office(entry, key, code, known))


def _check_days(entry: Entry, steps: tuple[tuple[date, tuple[Office, ...]], ...], in_force: Interval) -> None:
    """List offices that are named for days on which they did not exist."""
    lasts = [*(begins - timedelta(days=1) for begins, _ in steps[1:]), in_force.ends]
    for (begins, several), last in zip(steps, lasts, strict=False):
        for office in several:
            wrong = [day for day in (begins, last) if day is not None and not office.exists_on(day)]
            if wrong:
                entry.fault(
                    _KEY,
                    Text(
                        f"{office.name.vi} không tồn tại vào ngày {written_day(wrong[0])}.",
                        f"{office.name.en} did not exist on {written_day(wrong[0])}.",
                    ),
                    Text(
                        "Hãy thêm mốc ngày với cơ quan kế nhiệm, hoặc sửa offices.yaml.",
                        "Add a dated step with the office that took over, or put offices.yaml right.",
                    ),
                )
