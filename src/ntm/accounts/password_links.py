"""The keys of the links that set a password."""

from __future__ import annotations

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int

from ntm.accounts.models import User
from ntm.ui.clock import AHEAD


class PasswordLinks(PasswordResetTokenGenerator):
    """A key dies with the password, the e-mail and the last sign-in that it was made for, and after three days.

    One from a day to come was made while the clock was wrong, and would live longer: it opens nothing.
    """

    def check_token(self, user: User | None, token: str | None) -> bool:
        if not super().check_token(user, token) or token is None:
            return False
        made = base36_to_int(token.partition("-")[0])
        return made - self._num_seconds(self._now()) <= AHEAD.total_seconds()
