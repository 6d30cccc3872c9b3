"""Transfers out to workbooks and back in: the template, a look at what a file would do, and booking it."""

from __future__ import annotations

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
from ntm.core.problems import Problem, Text
from ntm.evidence.problems import TooLarge
from ntm.finance.access import unit_shown, units_to_book
from ntm.finance.models import Work
from ntm.finance.paper_problems import WorkbookRefused
from ntm.finance.selectors import works_to_book
from ntm.finance.services import examine, take_in
from ntm.finance.services.take_in import unpacked
from ntm.finance.sources import sources_in
from ntm.finance.workbook import ReadFile, read_workbook, template_workbook
from ntm.ui.clock import now
from ntm.ui.sealed import seal, unseal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200


class StaleExamination(Problem):
    """What was examined is too old, was changed on its way, or was another person's."""

    code = "finance/stale-examination"

    def __init__(self) -> None:
        super().__init__(
            Text("Lần kiểm tra tệp đã quá cũ hoặc không còn nguyên.", "The examination is too old or was changed."),
            Text("Hãy nạp lại tệp.", "Upload the file again."),
        )


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """Answer with a workbook to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_safe
def template(request: SignedIn) -> HttpResponse:
    """The workbook to fill in, with the units and works that the person keeps on the day."""
    units, works = _kept(request)
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    year = request.day.year
    content = template_workbook(unit, year, request.day, units=units, works=works)
    return workbook_answer(content, f"but-toan-{unit.code}-{year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SignedIn) -> HttpResponse:
    """Take a file, and show what it would do or every fault; nothing is booked yet."""
    units, works = _kept(request)
    unit = unit_shown(request.user, "", request.day)
    if request.method != "POST":
        return render(request, "finance/upload.html", {"unit": unit})
    context: dict[str, Any] = {"unit": unit, "names": {one.code: one.name for one in sources_in(request.day.year)}}
    try:
        read = _read(request, units, works)
        examined = examine(read, by=request.user.username, at=now())
    except Problem as problem:
        return render(request, "finance/upload.html", context | {"problem": problem}, status=422)
    packed = [row.packed for row in examined.rows]
    sealed = "" if examined.faults else seal([read.name, packed], salt=_salt(request))
    context |= {
        "name": read.name,
        "examined": examined,
        "rows": examined.rows[:_SHOWN],
        "total": sum(row.amount_dong for row in examined.rows),
        "sealed": sealed,
    }
    return render(request, "finance/upload.html", context, status=422 if examined.faults else 200)


@require_POST
def accept(request: SignedIn) -> HttpResponse:
    """Book what was examined, all of it or nothing."""
    units, works = _kept(request)
    try:
        name, packed = unseal(request.POST.get("sealed", ""), salt=_salt(request))
        rows = unpacked(packed, {one.pk: one for one in units}, {one.pk: one for one in works})
    except (BadSignature, KeyError) as error:
        raise StaleExamination from error
    file = take_in(ReadFile(name, tuple(rows), ()), by=request.user.username, at=now())
    said = ngettext("%(number)d transfer was booked.", "%(number)d transfers were booked.", file.rows)
    messages.success(request, said % {"number": file.rows})
    return redirect("finance:journal")


def _kept(request: SignedIn) -> tuple[list[Unit], list[Work]]:
    """Return the units and works that the person may name; answer 404 where there are none."""
    units = list(units_to_book(request.user, request.day).in_vietnamese_order())
    if not units:
        raise Http404
    return units, works_to_book(units)


def _read(request: SignedIn, units: list[Unit], works: list[Work]) -> ReadFile:
    file = request.FILES.get("file")
    if file is None:
        raise WorkbookRefused("–", Text("chưa chọn tệp", "no file was chosen"))
    if file.size is None or file.size > settings.EVIDENCE_MAX_MB * 1024 * 1024:
        raise TooLarge(file.name or "", settings.EVIDENCE_MAX_MB)
    return read_workbook(file.read(), file.name or "", units=units, works=works)


def _salt(request: SignedIn) -> str:
    return f"finance.upload.{request.user.pk}"
