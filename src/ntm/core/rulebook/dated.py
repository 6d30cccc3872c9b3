"""Figures and rules that hold from a day, and the days between which something holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day

T = TypeVar("T")


class NotInForce(Problem):
    """The law says nothing of this on that day."""

    code = "law/not-in-force"

    def __init__(self, name: str, day: date, changes: Sequence[date]) -> None:
        days = ", ".join(map(written_day, changes))
        super().__init__(
            Text(
                f"Pháp luật không quy định {name} vào ngày {written_day(day)}. Các mốc đã nạp: {days}.",
                f"The law sets nothing for {name} on {written_day(day)}. The days on record are {days}.",
            ),
            Text(
                "Hãy chọn ngày khác, hoặc bổ sung quyết định mới vào tệp pháp luật.",
                "Choose another day, or add the new decision to the law file.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``begins`` to ``ends``, both counted; ``ends`` is None while no end is known."""

    begins: date
    ends: date | None = None

    def holds(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)

    @property
    def words(self) -> Text:
        begins = written_day(self.begins)
        if self.ends is None:
            return Text(f"từ {begins}", f"from {begins}")
        ends = written_day(self.ends)
        return Text(f"từ {begins} đến {ends}", f"from {begins} to {ends}")


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """One thing the law says, with everything it has said, oldest first.

    A step holds from its day until the day before the next one.
    """

    name: str
    steps: tuple[tuple[date, T], ...]

    def step_on(self, day: date) -> tuple[date, T]:
        """Return the day since which the law says so, and what it says; raise NotInForce before the first step."""
        for step in reversed(self.steps):
            if step[0] <= day:
                return step
        raise NotInForce(self.name, day, [begins for begins, _ in self.steps])

    def on(self, day: date) -> T:
        """Return what the law says on ``day``; raise NotInForce before the first step."""
        return self.step_on(day)[1]
