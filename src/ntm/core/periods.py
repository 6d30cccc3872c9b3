"""Reporting periods with the data windows of Decree 09/2019/NĐ-CP, articles 9 and 12.

A quarter's data runs from the 15th of the last month of the quarter before to the 14th of its
own last month: QI 2024 is 15/12/2023 to 14/03/2024.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Problem, Text

_CODE = re.compile(r"(\d{4})-Q([1-4])")
_NUMERALS = ("I", "II", "III", "IV")


class UnknownPeriod(Problem):
    """The code of a period cannot be read."""

    code = "periods/unknown"

    def __init__(self, code: str) -> None:
        super().__init__(
            Text(f"Không có kỳ báo cáo “{code}”.", f"There is no reporting period “{code}”."),
            Text("Hãy viết dạng 2024-Q1 đến 2024-Q4.", "Write it as 2024-Q1 to 2024-Q4."),
        )


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One quarter of the reporting year; ``number`` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def parse(cls, code: str) -> Quarter:
        """Read ``2024-Q3``; raise UnknownPeriod otherwise."""
        found = _CODE.fullmatch(code)
        if not found:
            raise UnknownPeriod(code)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def last_closed_on(cls, day: date) -> Quarter:
        """Return the newest quarter whose data window had ended by ``day``."""
        for quarter in (cls(day.year, number) for number in (4, 3, 2, 1)):
            if quarter.ends_on <= day:
                return quarter
        return cls(day.year - 1, 4)

    @classmethod
    def of(cls, day: date) -> Quarter:
        """Return the quarter in whose data window ``day`` lies."""
        last = cls.last_closed_on(day)
        if last.ends_on == day:
            return last
        return cls(last.year, last.number + 1) if last.number < 4 else cls(last.year + 1, 1)

    @property
    def before(self) -> Quarter:
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def starts_on(self) -> date:
        if self.number == 1:
            return date(self.year - 1, 12, 15)
        return date(self.year, 3 * (self.number - 1), 15)

    @property
    def ends_on(self) -> date:
        return date(self.year, 3 * self.number, 14)

    @property
    def name(self) -> Text:
        return Text(f"Quý {_NUMERALS[self.number - 1]}/{self.year}", f"Q{self.number} {self.year}")


@dataclass(frozen=True, slots=True)
class Window:
    """The days whose data a report covers, both included."""

    starts_on: date
    ends_on: date

    @classmethod
    def of_quarter(cls, quarter: Quarter) -> Window:
        return cls(quarter.starts_on, quarter.ends_on)

    @classmethod
    def of_half_year(cls, year: int, half: int) -> Window:
        """The first half runs from 15/12 of the year before to 14/06, the second from 15/06 to 14/12."""
        return cls(Quarter(year, 2 * half - 1).starts_on, Quarter(year, 2 * half).ends_on)

    @classmethod
    def of_year(cls, year: int) -> Window:
        return cls(Quarter(year, 1).starts_on, Quarter(year, 4).ends_on)
