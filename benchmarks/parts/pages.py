"""Asking a page of the product inside this process, and how long it took."""

from __future__ import annotations

import time

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings


def timed(client: Client, address: str) -> float:
    """Return how many milliseconds a page took."""
    begun = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - begun) * 1000


def with_plain_static_files() -> override_settings:
    """Let pages name static files that nobody has collected."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain})
