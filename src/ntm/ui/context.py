"""What every page is given: navigation, the time control, notes, languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from ntm.ui import days, navigation, notes, place
from ntm.ui.middleware import default_day


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the parts of the shell; each is worked out only when a page shows it."""
    return {"shell": SimpleLazyObject(lambda: _parts(request)), "is_demo": settings.DEMO}


def _parts(request: HttpRequest) -> dict[str, Any]:
    shown = getattr(request, "day", None) or default_day()
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "day": shown,
        "entries": [(entry, entry.url_name == here) for entry in navigation.entries()],
        "place": place.place_name(request),
        "notes": list(notes.notes(request)),
        "choices": days.choices(shown, timezone.localdate()),
        "stops": days.stops(),
        "stop": days.stop_of(shown),
        "kept": [(name, value) for name, values in request.GET.lists() if name != "day" for value in values],
        "languages": settings.LANGUAGES,
    }
