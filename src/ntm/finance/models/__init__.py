"""Capital of the programme and what it builds."""

from ntm.finance.models.ledger import Account, Act, Budget, BudgetLine, Stage, Transfer
from ntm.finance.models.progress import Clearing, Progress
from ntm.finance.models.work import Field, Serves, Work

__all__ = [
    "Account",
    "Act",
    "Budget",
    "BudgetLine",
    "Clearing",
    "Field",
    "Progress",
    "Serves",
    "Stage",
    "Transfer",
    "Work",
]
