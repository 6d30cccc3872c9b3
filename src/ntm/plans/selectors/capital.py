from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Text
from ntm.plans.models import Amendment, Plan, PlannedCapital
from ntm.plans.selectors.amended import capital_on


@dataclass(frozen=True, slots=True)
class CapitalRow:
    """One line of the capital table; ``depth`` 0 is a root: the programme, or credit apart from it."""

    line: PlannedCapital
    name: Text
    depth: int
    parts: tuple[CapitalRow, ...]

    @property
    def rows(self) -> tuple[CapitalRow, ...]:
        """Return this line and everything below it, in the order of the table."""
        return (self, *(row for part in self.parts for row in part.rows))


def capital_tree(plan: Plan, day: date | None = None, also: Amendment | None = None) -> tuple[CapitalRow, ...]:
    """Return the roots of the plan's capital table as amended by a day, each with its parts; two queries.

    None: as the plan was first issued. ``also`` is an amendment being written that is laid over as if it held.
    """
    below: dict[int | None, list[PlannedCapital]] = {}
    for line in capital_on(plan, day, also):
        below.setdefault(line.parent_id, []).append(line)

    def row(line: PlannedCapital, depth: int) -> CapitalRow:
        parts = tuple(row(part, depth + 1) for part in below.get(line.pk, []))
        return CapitalRow(line, Text(line.name, line.name_en), depth, parts)

    return tuple(row(line, 0) for line in below.get(None, []))
