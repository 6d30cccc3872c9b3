from __future__ import annotations

from collections.abc import Callable

from ntm.dashboards.selectors.overview import Overview
from ntm.dashboards.selectors.rows import UnitRow

# What a reader may narrow the communes to; the word stands in the address.
SHOWS: dict[str, Callable[[UnitRow], bool]] = {
    "ready": lambda row: row.ready,
    "behind": lambda row: bool(row.unmet_criteria),
    "slipped": lambda row: row.slipped,
    "no-data": lambda row: row.standing is None or row.standing.indicators_without_data > 0,
}


def chosen_rows(page: Overview, *, district: str = "", show: str = "", criterion: str = "") -> tuple[UnitRow, ...]:
    """Return the communes of one district (by code), of one kind of state, or missing one criterion."""
    rows = page.rows
    if district:
        rows = tuple(row for row in rows if row.district and row.district.code == district)
    if show in SHOWS:
        rows = tuple(row for row in rows if SHOWS[show](row))
    if criterion:
        rows = tuple(row for row in rows if criterion in row.unmet_criteria)
    return rows
