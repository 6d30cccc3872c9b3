"""Acts on capital and works."""

from ntm.finance.services.budgets import open_budget
from ntm.finance.services.transfers import Place, Slip, allocate, assign, carry_over, disburse, give_back, settle
from ntm.finance.services.works import add_work, plan_clearing, record_progress

__all__ = [
    "Place",
    "Slip",
    "add_work",
    "allocate",
    "assign",
    "carry_over",
    "disburse",
    "give_back",
    "open_budget",
    "plan_clearing",
    "record_progress",
    "settle",
]
