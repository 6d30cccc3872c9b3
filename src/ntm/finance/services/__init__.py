"""Acts on capital and works."""

from ntm.finance.services.approvals import approve, name_sources, set_approval_aside
from ntm.finance.services.budgets import open_budget
from ntm.finance.services.clearing import plan_clearing
from ntm.finance.services.contracts import add_contract, set_contract_aside
from ntm.finance.services.maintenance import end_maintenance, log_maintenance, plan_maintenance
from ntm.finance.services.progress import accept, move_on, record_progress
from ntm.finance.services.transfers import Place, Slip, allocate, assign, carry_over, disburse, give_back, settle
from ntm.finance.services.work_files import Upload, add_files, remove_file, upload
from ntm.finance.services.works import add_work, correct_work

__all__ = [
    "Place",
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
    "give_back",
    "log_maintenance",
    "move_on",
    "name_sources",
    "open_budget",
    "plan_clearing",
    "plan_maintenance",
    "record_progress",
    "remove_file",
    "set_approval_aside",
    "set_contract_aside",
    "settle",
    "upload",
]
