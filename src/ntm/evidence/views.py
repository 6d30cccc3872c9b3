"""One attachment: what it is, its preview, its bytes. Nothing that people sent ever runs in this site's name."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.core.periods import Quarter
from ntm.evidence.access import attachment_for
from ntm.evidence.required import kind_named
from ntm.evidence.selectors import remarks, used_elsewhere
from ntm.evidence.serving import as_download, as_picture
from ntm.ui.clock import today

PREVIEW_PIXELS = 1200


@require_safe
def attachment(request: SignedIn, attachment_id: int) -> HttpResponse:
    """Everything known of one attachment."""
    found = attachment_for(request.user, attachment_id, request.day)
    visible = visible_units(request.user, Quarter.parse(found.period).ends_on)
    context = {
        "attachment": found,
        "kind": kind_named(found.measure, found.kind),
        "remarks": remarks(found, on=today()),
        "elsewhere": used_elsewhere([found], visible)[found.pk],
        "period": Quarter.parse(found.period),
    }
    return render(request, "evidence/attachment.html", context)


@require_safe
def download(request: SignedIn, attachment_id: int) -> HttpResponseBase:
    """The bytes as they came, to be saved and never shown by the browser."""
    found = attachment_for(request.user, attachment_id, request.day)
    return as_download(found.file, found.name)


@require_safe
def preview(request: SignedIn, attachment_id: int) -> HttpResponseBase:
    """A photo drawn anew, smaller and without what its camera wrote into it."""
    found = attachment_for(request.user, attachment_id, request.day)
    if not found.file.is_image:
        raise Http404
    return as_picture(found.file, found.name, PREVIEW_PIXELS)
