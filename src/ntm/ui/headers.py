"""What every answer asks of the browser, beside the Content-Security-Policy."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

# The product asks a browser for none of these. A photo comes from the telephone's own camera, by a file field.
_NEVER = ("accelerometer", "camera", "display-capture", "gyroscope", "microphone", "payment", "usb")
_OURS = ("geolocation", "publickey-credentials-get")  # where an officer stands at a site; a passkey
PERMISSIONS = ", ".join([*(f"{name}=()" for name in _NEVER), *(f"{name}=(self)" for name in _OURS)])


class SafeHeaders:
    """Let no other site embed an answer, and no browser or proxy keep a page of somebody who signed in."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Static files were answered before anybody asked who is there; a page that says otherwise keeps its word.
        if getattr(request, "user", None) is not None and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
