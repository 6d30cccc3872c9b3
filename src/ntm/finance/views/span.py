"""The first and the last day by which a list is narrowed, with what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict

from ntm.core.problems import Text
from ntm.core.quantities import written_day


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``since`` to ``until``, both included; None where none was named.

    ``typed`` is what stood in each field, ``faults`` what is wrong with it: then nothing is to be listed.
    """

    since: date | None = None
    until: date | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, Text] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self.since is not None or self.until is not None

    @property
    def fields(self) -> list[dict[str, Any]]:
        """Return the two fields as ``components/filters.html`` shows them."""
        labels = {"since": Text("Từ ngày", "From day"), "until": Text("Đến ngày", "To day")}
        return [
            {"name": name, "label": label, "value": self.typed.get(name, ""), "fault": self.faults.get(name)}
            for name, label in labels.items()
        ]


def span_in(query: QueryDict, day: date) -> Span:
    """Read both days from an address; ``day`` is the one shown, after which there is nothing to list."""
    typed = {name: query.get(name, "").strip() for name in ("since", "until")}
    days = {name: _day(written) for name, written in typed.items()}
    faults = {name: _NOT_A_DAY for name, written in typed.items() if written and days[name] is None}
    since, until = days["since"], days["until"]
    if since and since > day:
        faults["since"] = _after(day)
    if since and until and until < since:
        faults["until"] = _before(since)
    return Span(since, until, typed, faults)


_NOT_A_DAY = Text("Không có ngày này. Chọn lại trong lịch.", "There is no such day. Choose one in the calendar.")


def _after(day: date) -> Text:
    shown = written_day(day)
    return Text(
        f"Đang xem đến {shown}. Chọn ngày không muộn hơn, hoặc đổi ngày xem.",
        f"The page shows what was booked by {shown}. Choose a day no later, or change the day shown.",
    )


def _before(since: date) -> Text:
    first = written_day(since)
    return Text(
        f"Ngày cuối trước ngày đầu. Chọn từ {first} trở đi, hoặc sửa ngày đầu.",
        f"The last day is before the first. Choose {first} or later, or correct the first day.",
    )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
