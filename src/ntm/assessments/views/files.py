"""Values out to files and back in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.models import Unit
from ntm.assessments.access import round_for, units_for
from ntm.assessments.models import Round
from ntm.assessments.powers import Powers, handling_of
from ntm.assessments.problems import NotAsked
from ntm.assessments.selectors.sheet import Sheet, sheets_of
from ntm.assessments.services.take_in import examine, packed, take_in, unpacked
from ntm.assessments.services.write import Change
from ntm.assessments.views.proofs import NoFile
from ntm.assessments.workbook import csv_of, json_of, rows_of, workbook_of
from ntm.core.problems import Problem, Text
from ntm.core.procedure import Step
from ntm.evidence.problems import TooLarge
from ntm.ui.clock import now, today
from ntm.ui.sealed import seal, unseal

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS: dict[str, tuple[Callable[[list[Sheet]], bytes | str], str]] = {
    "xlsx": (workbook_of, _XLSX),
    "csv": (csv_of, "text/csv"),
    "json": (json_of, "application/json"),
}
_SHOWN = 500


class StaleExamination(Problem):
    """What was examined is too old to be taken in, or was changed on its way."""

    code = "assessments/stale-examination"

    def __init__(self) -> None:
        super().__init__(
            Text("Lần kiểm tra tệp đã quá cũ.", "The file was examined too long ago."),
            Text("Hãy nạp lại tệp.", "Upload the file again."),
        )


@require_safe
def export(request: SignedIn, round_id: int, kind: str) -> HttpResponse:
    """The sheets of a round that the person reads, one unit or all: a workbook to fill in, CSV or JSON."""
    round_ = round_for(request.user, round_id)
    units = list(units_for(request.user, round_).in_vietnamese_order())
    if request.GET.get("unit"):
        units = [unit for unit in units if str(unit.pk) == request.GET["unit"]]
    if not units:
        raise Http404
    sheets = list(sheets_of(round_, units).values())
    write, content_type = _KINDS[kind]
    whose = units[0].code if len(units) == 1 else str(len(units))
    name = f"ra-soat-{round_.period}-{whose}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(write(sheets), content_type=content_type, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedIn, round_id: int) -> HttpResponse:
    """Take files, and show what they would change and every fault; nothing is written yet."""
    round_ = round_for(request.user, round_id)
    units = _own_units(request, round_)
    if request.method != "POST":
        return render(request, "assessments/upload.html", {"round": round_, "units": units})
    files = request.FILES.getlist("file")
    if not files:
        raise NoFile
    rows = []
    for file in files:
        if file.size is None or file.size > settings.EVIDENCE_MAX_MB * 1024 * 1024:
            raise TooLarge(file.name or "", settings.EVIDENCE_MAX_MB)
        rows += rows_of(file.read(), file.name or "")
    examined = examine(round_, rows, units)
    context = {
        "round": round_,
        "units": units,
        "examined": examined,
        "shown": examined.differences[:_SHOWN],
        "sealed": "" if examined.faults else _sealed(round_, [one.change for one in examined.differences], files),
    }
    return render(request, "assessments/upload.html", context, status=422 if examined.faults else 200)


@require_POST
def accept(request: SignedIn, round_id: int) -> HttpResponse:
    """Take in what was examined, all of it or nothing."""
    round_ = round_for(request.user, round_id)
    units = {unit.pk: unit for unit in _own_units(request, round_)}
    try:
        sealed = unseal(request.POST.get("sealed", ""), salt=_salt(round_))
    except BadSignature as error:
        raise StaleExamination from error
    changes = [_opened(one, units) for one in sealed["changes"]]
    done = take_in(round_, changes, source=sealed["source"], by=request.user.username, at=now())
    said = ngettext("%(number)d value was taken in.", "%(number)d values were taken in.", done) % {"number": done}
    messages.success(request, said)
    return redirect("assessments:round", round_.pk)


def _own_units(request: SignedIn, round_: Round) -> list[Unit]:
    """Return the units of the round whose sheets are the person's to fill; answer 404 when there is none."""
    powers = Powers(request.user, today(), round_.quarter.ends_on)
    units = [
        unit
        for unit in units_for(request.user, round_).in_vietnamese_order()
        if powers.handles(handling_of(unit, Step.REPORT, today()), unit)
    ]
    if not units:
        raise Http404
    return units


def _sealed(round_: Round, changes: list[Change], files: list[Any]) -> str:
    """Seal the changes into the page, so that what is taken in is exactly what was shown."""
    return seal(
        {"source": ", ".join(str(file.name) for file in files)[:300], "changes": [packed(one) for one in changes]},
        salt=_salt(round_),
    )


def _salt(round_: Round) -> str:
    return f"assessments.upload.{round_.pk}"


def _opened(packed_change: list[Any], units: dict[int, Unit]) -> Change:
    change = unpacked(packed_change, units)
    if change is None:
        raise NotAsked(str(packed_change[1]), "–")
    return change
