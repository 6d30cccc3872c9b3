"""Capital of the programme and what it builds."""

from ntm.finance.models.contribution import Contribution, GivenAs, Giver, Rate
from ntm.finance.models.file import LedgerFile
from ntm.finance.models.ledger import Account, Act, Budget, BudgetKind, BudgetLine, Stage, Transfer
from ntm.finance.models.progress import Clearing, Progress
from ntm.finance.models.work import Field, Serves, Work

__all__ = [
    "Account",
    "Act",
    "Budget",
    "BudgetKind",
    "BudgetLine",
    "Clearing",
    "Contribution",
    "Field",
    "GivenAs",
    "Giver",
    "LedgerFile",
    "Progress",
    "Rate",
    "Serves",
    "Stage",
    "Transfer",
    "Work",
]
