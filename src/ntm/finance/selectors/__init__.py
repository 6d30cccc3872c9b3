"""Questions about capital, works and arrears."""

from ntm.finance.selectors.arrears import ArrearsRow, arrears_in
from ntm.finance.selectors.booked import money_of
from ntm.finance.selectors.capital import (
    CapitalRow,
    PlaceRow,
    Scope,
    capital_rows,
    disbursement_by_unit,
    rests_on_sample,
    source_rows,
    transfers_behind,
    unit_rows,
    work_rows_of,
)
from ntm.finance.selectors.lifting import works_lifting
from ntm.finance.selectors.papers import budgets_in, contributions_in, given_by_form, rates_for
from ntm.finance.selectors.works import WorkRow, works_in, works_to_book

__all__ = [
    "ArrearsRow",
    "CapitalRow",
    "PlaceRow",
    "Scope",
    "WorkRow",
    "arrears_in",
    "budgets_in",
    "capital_rows",
    "contributions_in",
    "disbursement_by_unit",
    "given_by_form",
    "money_of",
    "rates_for",
    "rests_on_sample",
    "source_rows",
    "transfers_behind",
    "unit_rows",
    "work_rows_of",
    "works_in",
    "works_lifting",
    "works_to_book",
]
