"""What a plan expects, asked of the app that keeps plans: it lies above this one, so it registers how to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Unit


@dataclass(frozen=True, slots=True)
class PlannedLines:
    """The capital of a plan by leaf of the tree of sources, in whole đồng; ``total_dong`` is without credit."""

    document: str
    on: date
    lines: Mapping[str, int]
    total_dong: int


Reader = Callable[[Unit, int], PlannedLines | None]
_readers: list[Reader] = []


def register(reader: Reader) -> None:
    """Let an app say what a plan of a unit and year expects."""
    _readers.append(reader)


def planned_lines(unit: Unit, year: int) -> PlannedLines | None:
    """Return what the plan of a unit and year expects; None where there is no plan."""
    return next((found for reader in _readers if (found := reader(unit, year))), None)
