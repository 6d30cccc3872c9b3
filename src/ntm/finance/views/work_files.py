"""The photos and documents of a work: their bytes, drawn anew or as they came."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.evidence.serving import as_download, as_picture
from ntm.finance.access import work_for, work_to_report
from ntm.finance.models import WorkFile
from ntm.finance.services import remove_file
from ntm.ui.clock import now

SIZES = {"small": 360, "large": 1600}


@require_safe
def download(request: SignedIn, work_id: int, file_id: int) -> HttpResponseBase:
    """The bytes as they came, to be saved and never shown by the browser."""
    found = _file(request, work_id, file_id)
    return as_download(found.file, found.name)


@require_safe
def picture(request: SignedIn, work_id: int, file_id: int, size: str) -> HttpResponse:
    """A photo drawn anew in one of two sizes, without what its camera wrote into it."""
    found = _file(request, work_id, file_id)
    if not found.is_photo or size not in SIZES:
        raise Http404
    return as_picture(found.file, found.name, SIZES[size])


@require_POST
def remove(request: SignedIn, work_id: int, file_id: int) -> HttpResponse:
    """Take a photo or document away."""
    work = work_to_report(request.user, work_id, request.day)
    remove_file(get_object_or_404(work.files, pk=file_id), by=request.user.username, at=now())
    messages.success(request, gettext("It was taken away from the page; the file stays in the history."))
    return redirect("finance:work", work.pk)


def _file(request: SignedIn, work_id: int, file_id: int) -> WorkFile:
    work = work_for(request.user, work_id, request.day)
    return get_object_or_404(work.files.filter(removed_at=None).select_related("file"), pk=file_id)
