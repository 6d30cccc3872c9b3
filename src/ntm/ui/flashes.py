"""What a page says once about an act that led to it, carried in a cookie of this host alone."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """The library gives the cookie's name no setting."""

    cookie_name = "__Host-messages" if settings.HTTPS else "messages"


class Flashes(FallbackStorage):
    """In a cookie as long as there is room, else in the session."""

    storage_classes = (HostCookie, SessionStorage)
