"""Questions about capital, works and arrears."""

from ntm.finance.selectors.arrears import ArrearsRow, arrears_in
from ntm.finance.selectors.capital import CapitalRow, capital_rows, disbursement_by_unit
from ntm.finance.selectors.lifting import works_lifting
from ntm.finance.selectors.works import WorkRow, works_in

__all__ = [
    "ArrearsRow",
    "CapitalRow",
    "WorkRow",
    "arrears_in",
    "capital_rows",
    "disbursement_by_unit",
    "works_in",
    "works_lifting",
]
