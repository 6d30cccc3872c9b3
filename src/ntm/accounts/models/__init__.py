"""People, offices, and what each person may see and do."""

from ntm.accounts.models.assignment import Assignment, Role
from ntm.accounts.models.delegation import Delegation
from ntm.accounts.models.office import Office
from ntm.accounts.models.user import User

__all__ = ["Assignment", "Delegation", "Office", "Role", "User"]
