from __future__ import annotations

import logging
import sys
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from ntm.ui.machine import machine_problem
from ntm.ui.specimens import specimens

log = logging.getLogger("ntm")


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


class MigrationsWait(Exception):
    """The database is older than the product."""


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether people can work: the database answers and every migration is applied. Nothing else is told."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _require_migrated()
    except (DatabaseError, MigrationsWait) as error:
        log.error("not ready: %s", error)
        return HttpResponse("not ready", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")


@cache
def _require_migrated() -> None:
    """Look until it is so: an exception is not remembered, and migrations do not come undone while a server runs."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsWait("migrations wait; run `ntm migrate`")
