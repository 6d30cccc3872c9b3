"""The request as the product's views see it, after the middleware has put the day on it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest


class Request(HttpRequest):
    """A request with the day that its screen follows; see ``ui.middleware.TheDay``."""

    day: date
