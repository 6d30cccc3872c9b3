"""Capital of the programme and what it builds."""

from ntm.finance.models.approval import Approval, ApprovalLine
from ntm.finance.models.contract import Contract
from ntm.finance.models.contribution import Contribution, GivenAs, Giver, Rate
from ntm.finance.models.correction import Correction
from ntm.finance.models.file import LedgerFile
from ntm.finance.models.ledger import Account, Act, Budget, BudgetKind, BudgetLine, Stage, Transfer
from ntm.finance.models.life import Acceptance, AcceptanceKind, State, Step
from ntm.finance.models.maintenance import MaintenanceCost, MaintenanceEntry, MaintenanceJob
from ntm.finance.models.progress import Clearing, Progress
from ntm.finance.models.work import Field, Serves, Work
from ntm.finance.models.work_file import WorkFile

__all__ = [
    "Acceptance",
    "AcceptanceKind",
    "Account",
    "Act",
    "Approval",
    "ApprovalLine",
    "Budget",
    "BudgetKind",
    "BudgetLine",
    "Clearing",
    "Contract",
    "Contribution",
    "Correction",
    "Field",
    "GivenAs",
    "Giver",
    "LedgerFile",
    "MaintenanceCost",
    "MaintenanceEntry",
    "MaintenanceJob",
    "Progress",
    "Rate",
    "Serves",
    "Stage",
    "State",
    "Step",
    "Transfer",
    "Work",
    "WorkFile",
]
