"""Questions about capital, works and arrears."""

from ntm.finance.selectors.capital import CapitalRow, capital_rows, disbursement_by_unit
from ntm.finance.selectors.works import ArrearsRow, WorkRow, arrears_in, works_in

__all__ = [
    "ArrearsRow",
    "CapitalRow",
    "WorkRow",
    "arrears_in",
    "capital_rows",
    "disbursement_by_unit",
    "works_in",
]
