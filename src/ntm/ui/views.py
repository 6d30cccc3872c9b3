from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ntm.ui.specimens import specimens


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with made-up inputs, for those who build and review pages."""
    return render(request, "ui/gallery.html", {"specimens": specimens()})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say that the site answers; it asks neither the database nor a session."""
    return HttpResponse("ok", content_type="text/plain")
