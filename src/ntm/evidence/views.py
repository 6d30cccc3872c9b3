"""One attachment: what it is, its preview, its bytes. Nothing that people sent ever runs in this site's name."""

from __future__ import annotations

import io

from django.core.files.base import File as StoredFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe
from PIL import Image, ImageOps

from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors import visible_units
from ntm.core.periods import Quarter
from ntm.evidence.access import attachment_for
from ntm.evidence.models import Attachment
from ntm.evidence.problems import FileGone
from ntm.evidence.required import kind_named
from ntm.evidence.selectors import remarks, used_elsewhere
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
    response = FileResponse(
        _opened(found), as_attachment=True, filename=found.name, content_type=found.file.content_type
    )
    return _harmless(response)


@require_safe
def preview(request: SignedIn, attachment_id: int) -> HttpResponseBase:
    """A photo drawn anew, smaller and without what its camera wrote into it."""
    found = attachment_for(request.user, attachment_id, request.day)
    if not found.file.is_image:
        raise Http404
    with _opened(found) as stream, Image.open(stream) as image:
        image.draft("RGB", (2 * PREVIEW_PIXELS, 2 * PREVIEW_PIXELS))  # a large JPEG is read at a part of its size
        drawn = ImageOps.exif_transpose(image).convert("RGB")
        drawn.thumbnail((PREVIEW_PIXELS, PREVIEW_PIXELS))
        kept = io.BytesIO()
        drawn.save(kept, "JPEG", quality=80)
    return _harmless(HttpResponse(kept.getvalue(), content_type="image/jpeg"))


def _opened(found: Attachment) -> StoredFile[bytes]:
    """Open the bytes of an attachment; raise FileGone when the store has lost them."""
    try:
        return found.file.stored.open("rb")
    except FileNotFoundError as error:
        raise FileGone(found.name) from error


def _harmless(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
