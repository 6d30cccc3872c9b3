"""Evidence on a sheet: attached and taken away by the unit while the figure is its own to write."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from ntm.accounts.requests import SignedIn
from ntm.areas.models import Unit
from ntm.assessments.models import Round
from ntm.assessments.problems import Locked, NotAsked
from ntm.assessments.selectors.sheet import SheetRow, sheet_of
from ntm.assessments.views.sheet import own_sheet
from ntm.core.problems import Problem, Text
from ntm.evidence.models import Attachment
from ntm.evidence.problems import TooLarge
from ntm.evidence.services import Proof, attach, remove
from ntm.ui.clock import now


class NoFile(Problem):
    """The form was sent without a file."""

    code = "assessments/no-file"

    def __init__(self) -> None:
        super().__init__(
            Text("Chưa chọn tệp nào.", "No file was chosen."),
            Text("Hãy chọn ảnh hoặc tài liệu rồi đính kèm.", "Choose a photo or document, then attach it."),
        )


@require_POST
def add(request: SignedIn, round_id: int, unit_id: int) -> HttpResponse:
    """Attach files to one measure; answers with the row's list, or goes back to the sheet."""
    round_, unit = own_sheet(request, round_id, unit_id)
    measure = request.POST.get("measure", "")
    _open_row(round_, unit, measure)
    files = request.FILES.getlist("file")
    if not files:
        raise NoFile
    proof = Proof(
        unit,
        measure,
        round_.period,
        kind=request.POST.get("kind", "")[:60],
        note=request.POST.get("note", "")[:300],
        issued_on=_day(request.POST.get("issued_on", "")),
        valid_until=_day(request.POST.get("valid_until", "")),
    )
    for file in files:
        if file.size is None or file.size > settings.EVIDENCE_MAX_MB * 1024 * 1024:
            raise TooLarge(file.name or "", settings.EVIDENCE_MAX_MB)
        attach(file.read(), proof, name=file.name or "", by=request.user.username, at=now())
    return _answer(request, round_, unit, measure)


@require_POST
def drop(request: SignedIn, round_id: int, unit_id: int, attachment_id: int) -> HttpResponse:
    """Take one's own attachment away while the figure is open."""
    round_, unit = own_sheet(request, round_id, unit_id)
    found = get_object_or_404(Attachment.objects.current(), pk=attachment_id, unit=unit, period=round_.period)
    _open_row(round_, unit, found.measure)
    remove(found, by=request.user.username, at=now())
    return _answer(request, round_, unit, found.measure)


def _open_row(round_: Round, unit: Unit, measure: str) -> SheetRow:
    """Return the row of a measure that may still be written; raise NotAsked or Locked."""
    rows = sheet_of(round_, unit, [measure]).rows
    if not rows:
        raise NotAsked(measure, unit.name)
    [row] = rows
    if not row.is_open and row.item:
        raise Locked(row.item)
    return row


def _answer(request: SignedIn, round_: Round, unit: Unit, measure: str) -> HttpResponse:
    if request.headers.get("X-Requested-With") != "fetch":
        return redirect("assessments:sheet", round_.pk, unit.pk)
    [row] = sheet_of(round_, unit, [measure]).rows
    context = {"row": row, "unit": unit, "round": round_, "may_write": True}
    return render(request, "assessments/parts/proofs.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404 from error
