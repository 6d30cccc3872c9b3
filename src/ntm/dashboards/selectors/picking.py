from __future__ import annotations

import re
from collections.abc import Callable

from ntm.core.rulebook import Outcome
from ntm.dashboards.selectors.overview import Overview
from ntm.dashboards.selectors.rows import UnitRow

# What a reader may narrow the communes to; the word stands in the address.
SHOWS: dict[str, Callable[[UnitRow], bool]] = {
    "ready": lambda row: row.ready,
    "behind": lambda row: bool(row.unmet_criteria),
    "slipped": lambda row: row.slipped,
    "no-data": lambda row: row.standing is None or row.standing.indicators_without_data > 0,
    "recognised": lambda row: row.recognition is not None,
}
_BAND = re.compile(r"met-(\d{1,2})-(\d{1,2})", re.ASCII)
_MET = frozenset(outcome.value for outcome in Outcome if outcome.counts_as_met)


def chosen_rows(
    page: Overview, *, district: str = "", show: str = "", criterion: str = "", verdict: str = ""
) -> tuple[UnitRow, ...]:
    """Return the communes of one district (by code), of one kind of state, or with one verdict on one criterion.

    ``show`` is a word of SHOWS or of a band; ``verdict`` is the stored code of an outcome, not met when empty.
    """
    rows = page.rows
    if district:
        rows = tuple(row for row in rows if row.district and row.district.code == district)
    if show in SHOWS:
        rows = tuple(row for row in rows if SHOWS[show](row))
    elif band := _BAND.fullmatch(show):
        low, high = int(band[1]), int(band[2])
        rows = tuple(row for row in rows if not row.ready and row.standing and low <= row.standing.criteria_met <= high)
    if criterion:
        wanted = _MET if verdict == Outcome.MET else {verdict or Outcome.NOT_MET.value}
        rows = tuple(row for row in rows if row.standing and row.standing.outcomes.get(criterion) in wanted)
    return rows
