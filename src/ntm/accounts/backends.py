"""Rights asked through Django: ``user.has_perm("audit.read")`` lets apps below ask without knowing roles."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser

from ntm.accounts.models import User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import holds_right
from ntm.ui.clock import today

PERMISSIONS = {
    "audit.read": Right.READ_LOG,
    "accounts.administer": Right.ADMINISTER,
    "assessments.manage_rounds": Right.MANAGE_ROUNDS,
}


class RightsBackend(BaseBackend):
    """Answer from today's assignments; a permission that is not listed is nobody's."""

    def has_perm(self, user_obj: User | AnonymousUser, perm: str, obj: Any = None) -> bool:
        right = PERMISSIONS.get(perm)
        return right is not None and user_obj.is_active and holds_right(user_obj, right, today())
