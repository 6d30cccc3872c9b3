"""Acts on capital and works."""

from ntm.finance.services.approvals import approve, name_sources, set_approval_aside
from ntm.finance.services.budgets import keep_budget
from ntm.finance.services.clearing import plan_clearing
from ntm.finance.services.contracts import add_contract, set_contract_aside
from ntm.finance.services.contributions import (
    Gift,
    rate_for,
    register_contribution,
    set_rate,
    value_contribution,
    withdraw_contribution,
)
from ntm.finance.services.maintenance import end_maintenance, log_maintenance, plan_maintenance
from ntm.finance.services.progress import accept, move_on, record_progress
from ntm.finance.services.take_in import Examined, RowsRefused, examine, take_in
from ntm.finance.services.transfers import Place, Slip, allocate, assign, carry_over, disburse, give_back, settle
from ntm.finance.services.work_files import Upload, add_files, remove_file, upload
from ntm.finance.services.works import add_work, correct_work

__all__ = [
    "Examined",
    "Gift",
    "Place",
    "RowsRefused",
    "Slip",
    "Upload",
    "accept",
    "add_contract",
    "add_files",
    "add_work",
    "allocate",
    "approve",
    "assign",
    "carry_over",
    "correct_work",
    "disburse",
    "end_maintenance",
    "examine",
    "give_back",
    "keep_budget",
    "log_maintenance",
    "move_on",
    "name_sources",
    "plan_clearing",
    "plan_maintenance",
    "rate_for",
    "record_progress",
    "register_contribution",
    "remove_file",
    "set_approval_aside",
    "set_contract_aside",
    "set_rate",
    "settle",
    "take_in",
    "upload",
    "value_contribution",
    "withdraw_contribution",
]
