"""Questions about capital, works and arrears."""

from ntm.finance.selectors.capital import (
    CapitalRow,
    PlaceRow,
    Scope,
    capital_rows,
    disbursement_by_unit,
    source_rows,
    transfers_behind,
    unit_rows,
    work_rows_of,
)
from ntm.finance.selectors.works import ArrearsRow, WorkRow, arrears_in, works_in

__all__ = [
    "ArrearsRow",
    "CapitalRow",
    "PlaceRow",
    "Scope",
    "WorkRow",
    "arrears_in",
    "capital_rows",
    "disbursement_by_unit",
    "source_rows",
    "transfers_behind",
    "unit_rows",
    "work_rows_of",
    "works_in",
]
