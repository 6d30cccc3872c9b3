"""Acts on capital and works."""

from ntm.finance.services.budgets import change_budget, open_budget
from ntm.finance.services.contributions import (
    Gift,
    rate_for,
    register_contribution,
    set_rate,
    value_contribution,
    withdraw_contribution,
)
from ntm.finance.services.take_in import Examined, RowsRefused, examine, take_in
from ntm.finance.services.transfers import Place, Slip, allocate, assign, carry_over, disburse, give_back, settle
from ntm.finance.services.works import add_work, plan_clearing, record_progress

__all__ = [
    "Examined",
    "Gift",
    "Place",
    "RowsRefused",
    "Slip",
    "add_work",
    "allocate",
    "assign",
    "carry_over",
    "change_budget",
    "disburse",
    "examine",
    "give_back",
    "open_budget",
    "plan_clearing",
    "rate_for",
    "record_progress",
    "register_contribution",
    "set_rate",
    "settle",
    "take_in",
    "value_contribution",
    "withdraw_contribution",
]
