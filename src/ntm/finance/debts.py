"""What a work owed, day by day: accepted volume less the capital assigned to it, never below zero.

Plain arithmetic on whole đồng. The stock of a day is what was owed when it ended; between two days

    stock at the end = stock at the beginning + newly owed − covered

where each day with a change is counted once, by how far its stock differs from the day before. What is covered goes
against the oldest debt first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Movement:
    """How a stock of arrears moved between the ends of two days, in whole đồng."""

    opening: int = 0
    new: int = 0
    covered: int = 0

    @property
    def closing(self) -> int:
        return self.opening + self.new - self.covered

    def __add__(self, other: Movement) -> Movement:
        return Movement(self.opening + other.opening, self.new + other.new, self.covered + other.covered)


@dataclass(frozen=True, slots=True)
class Debt:
    """The arrears of one work over time: (day, stock at its end) for each day with a change, oldest first."""

    stocks: tuple[tuple[date, int], ...] = ()

    def on(self, day: date) -> int:
        """Return what was owed when ``day`` ended."""
        return next((stock for begun, stock in reversed(self.stocks) if begun <= day), 0)

    def between(self, first: date, last: date) -> Movement:
        """Return the movement from the end of ``first`` to the end of ``last``."""
        opening = before = self.on(first)
        new = covered = 0
        for day, stock in self.stocks:
            if first < day <= last:
                new += max(0, stock - before)
                covered += max(0, before - stock)
                before = stock
        return Movement(opening, new, covered)

    def layers(self, day: date) -> tuple[tuple[date, int], ...]:
        """Return what is owed on ``day`` by the day since which it is owed, oldest first."""
        open_: list[tuple[date, int]] = []
        before = 0
        for begun, stock in self.stocks:
            if begun > day:
                break
            if stock > before:
                open_.append((begun, stock - before))
            else:
                open_ = _paid(open_, before - stock)
            before = stock
        return tuple(open_)


def debt_of(accepted: Iterable[tuple[date, int]], funded: Mapping[date, int]) -> Debt:
    """Return the debt of a work.

    ``accepted`` are (day, volume accepted since the beginning), in the order in which they were recorded within a day;
    ``funded`` is what assigned capital rose or fell by on a day.
    """
    totals = dict(sorted(accepted, key=lambda pair: pair[0]))  # the last record of a day counts
    stocks: list[tuple[date, int]] = []
    volume = capital = 0
    for day in sorted({*totals, *funded}):
        volume = totals.get(day, volume)
        capital += funded.get(day, 0)
        stock = max(0, volume - capital)
        if stock != (stocks[-1][1] if stocks else 0):
            stocks.append((day, stock))
    return Debt(tuple(stocks))


def _paid(layers: list[tuple[date, int]], amount: int) -> list[tuple[date, int]]:
    """Take an amount off the oldest layers."""
    left: list[tuple[date, int]] = []
    for begun, owed in layers:
        off = min(owed, amount)
        amount -= off
        if owed > off:
            left.append((begun, owed - off))
    return left
