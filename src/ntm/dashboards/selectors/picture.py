from __future__ import annotations

from dataclasses import dataclass

from ntm.areas.mapping import map_of_units
from ntm.areas.models import Unit
from ntm.core.problems import Text
from ntm.dashboards.selectors.overview import Overview
from ntm.dashboards.selectors.rows import UnitRow


@dataclass(frozen=True, slots=True)
class State:
    """One colour of the map and what it means."""

    css: str
    words: Text


READY = State("map-ready", Text("Đạt mọi tiêu chí đã có mức", "Meets every criterion with a level"))
NEAR = State("map-near", Text("Còn thiếu 1–2 tiêu chí", "1–2 criteria missing"))
FAR = State("map-far", Text("Còn thiếu từ 3 tiêu chí", "3 or more criteria missing"))
SLIPPED = State("map-slipped", Text("Đã công nhận nhưng nay chưa đạt", "Recognised, yet fails a criterion"))
SILENT = State("map-silent", Text("Chưa đánh giá", "Not judged"))
OUTSIDE = State("map-outside", Text("Phường, thị trấn", "Wards and townships"))
LEGEND = (READY, NEAR, FAR, SLIPPED, SILENT, OUTSIDE)


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit on the map with its colour; ``row`` is None for a unit outside the programme."""

    path: str
    unit: Unit
    row: UnitRow | None
    state: State


@dataclass(frozen=True, slots=True)
class Picture:
    """The province drawn; ``exact`` when every border comes from an imported boundary."""

    view_box: str
    cells: tuple[Cell, ...]
    exact: bool

    @property
    def legend(self) -> tuple[State, ...]:
        """The states that occur, in their order."""
        return tuple(state for state in LEGEND if any(cell.state is state for cell in self.cells))


def picture_of(page: Overview) -> Picture:
    """Colour the map of the day by what each commune still misses."""
    drawn = map_of_units(page.province, page.day, page.units)
    rows = {row.unit.pk: row for row in page.rows}
    cells = []
    for unit in page.communal:
        shape = drawn.shapes.get(unit.pk)
        if shape is not None:
            row = rows.get(unit.pk)
            state = state_of(row) if row else OUTSIDE
            cells.append(Cell(shape.path, unit, row, state))
    return Picture(drawn.view_box, tuple(cells), drawn.exact)


def state_of(row: UnitRow) -> State:
    """Say which colour a commune takes; a slip shows before anything else."""
    if row.standing is None:
        return SILENT
    if row.slipped:
        return SLIPPED
    if row.ready:
        return READY
    return NEAR if row.missing <= 2 else FAR
