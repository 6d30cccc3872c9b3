"""How signing in differs from what the library would do by itself: nobody makes their own account."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

from ntm.accounts.models import User
from ntm.accounts.problems import NoSuchPersonHere
from ntm.accounts.services.passwords import set_password_address
from ntm.ui.middleware import problem_page

BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"  # noqa: S105  (the name of a class)
# Whoever signs in sees it by the page that opens.
UNSAID = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Passwords: wrong ones are counted by django-axes, per name and machine (see ``lockout.py``)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing here: two locks on one door would open at different times."""

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; whoever came by a passkey or another service is kept by the same backend as everybody."""
        if not hasattr(user, "backend"):
            user.backend = BY_PASSWORD
        super().login(request, user)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *more: Any, **named: Any
    ) -> None:
        if message_template not in UNSAID:
            super().add_message(request, level, message_template, *more, **named)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address for a letter; it names the installation, never the host that a request claimed."""
        person, _, token = key.partition("-")
        return settings.SITE_ADDRESS + set_password_address(person, token)


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]  # the library has no types
    """Keeps the secrets of authenticator apps encrypted: a copy of the database alone makes no code."""

    def get_totp_label(self, user: User) -> str:
        return user.username

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


class OtherService(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """The province's own sign-in service proves who somebody is; it never makes a person."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Leave it to ``pre_social_login``; the library's own way would also take the person's password away."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Join the first sign-in to the one person whose e-mail an administrator wrote down and the service verified.

        An e-mail that stands with two people, or with nobody, joins nobody.
        """
        if sociallogin.is_existing:
            return
        verified = [address.email for address in sociallogin.email_addresses if address.verified and address.email]
        people = [person for email in verified for person in User.objects.filter(email__iexact=email, is_active=True)]
        if len({person.pk for person in people}) != 1:
            raise ImmediateHttpResponse(problem_page(request, NoSuchPersonHere(verified), status=403))
        sociallogin.connect(request, people[0])


def _box() -> Fernet:
    """Return the box whose key is made from the installation's own."""
    made = HKDF(SHA256(), 32, salt=None, info=b"ntm second step").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(made))
