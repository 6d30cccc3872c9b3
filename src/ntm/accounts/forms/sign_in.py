from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc]  # the library has no types
    """The name and the password.

    The field is called ``username``, as people's browsers have kept it, and as django-axes reads it.
    """

    def add_prefix(self, field_name: str) -> Any:
        return super().add_prefix("username" if field_name == "login" else field_name)
