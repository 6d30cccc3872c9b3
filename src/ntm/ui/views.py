from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from ntm.ui.machine import machine_problem
from ntm.ui.specimens import specimens


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component with made-up inputs, for those who build and review pages."""
    return render(request, "ui/gallery.html", {"specimens": specimens()})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say that the site answers; it asks neither the database nor a session."""
    return HttpResponse("ok", content_type="text/plain")


def failed(request: HttpRequest) -> HttpResponse:
    """Answer when something failed outside a view, as where an upload is taken in: in words if it is the machine's."""
    trouble = machine_problem(sys.exc_info()[1] or Exception())
    if trouble is None:
        return server_error(request)
    return HttpResponse(render_to_string("ui/trouble.html", {"trouble": trouble}), status=trouble.status)
