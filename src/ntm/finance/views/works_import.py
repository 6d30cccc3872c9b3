"""Works out to a workbook, and in from one."""

from __future__ import annotations

from dataclasses import dataclass
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
from ntm.finance.access import units_to_book
from ntm.finance.books import as_workbook, works_book
from ntm.finance.services.works_import import Examined, WorksRefused, examine, take_in_works
from ntm.finance.views.choices import measure_choices
from ntm.finance.views.works import works_shown
from ntm.finance.works_file import Line, lines_of, template_of
from ntm.ui.clock import now
from ntm.ui.sealed import seal, unseal

_SALT = "finance.works"


class StaleFile(Problem):
    """What was examined is too old to be taken in, or was changed on its way."""

    code = "finance/stale-file"

    def __init__(self) -> None:
        super().__init__(
            Text("Lần kiểm tra tệp đã quá cũ.", "The file was examined too long ago."),
            Text("Hãy nạp lại tệp.", "Upload the file again."),
        )


class NoFile(Problem):
    """The form was sent without a file."""

    code = "finance/no-file"

    def __init__(self) -> None:
        super().__init__(
            Text("Chưa chọn tệp nào.", "No file was chosen."),
            Text("Hãy chọn biểu mẫu đã điền.", "Choose the filled-in template."),
        )


@dataclass(frozen=True, slots=True)
class _Sealed:
    """The rows of an examined file, as the page carries them."""

    name: str
    lines: list[Line]

    def dumps(self, user: str) -> str:
        rows = [[dict(line.typed), dict(line.places)] for line in self.lines]
        return seal({"by": user, "name": self.name, "rows": rows}, salt=_SALT)

    @classmethod
    def loads(cls, text: str, user: str) -> _Sealed:
        try:
            said = unseal(text, salt=_SALT)
        except BadSignature as error:
            raise StaleFile from error
        if said["by"] != user:
            raise StaleFile
        return cls(said["name"], [Line(typed, places) for typed, places in said["rows"]])


@require_safe
def export(request: SignedIn) -> HttpResponse:
    """The works that the list shows, as a workbook in whole đồng."""
    unit, rows = works_shown(request)
    return as_workbook(works_book(unit, request.day, rows), f"cong-trinh-{unit.code}-{request.day.isoformat()}.xlsx")


@require_safe
def template(request: SignedIn) -> HttpResponse:
    """The empty workbook, with the sources of the year and the person's units."""
    content = template_of(_units(request), measure_choices(request.day), request.day.year)
    return as_workbook(content, f"bieu-mau-cong-trinh-{request.day.year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: SignedIn) -> HttpResponse:
    """Take a file, and show what it would take in and every fault; nothing is written yet."""
    units = _units(request)
    context: dict[str, Any] = {}
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            raise NoFile
        if file.size is None or file.size > settings.EVIDENCE_MAX_MB * 1024 * 1024:
            raise TooLarge(file.name or "", settings.EVIDENCE_MAX_MB)
        name = (file.name or "")[:120]
        lines = lines_of(file.read(), name)
        examined = _examined(request, lines, units)
        sealed = "" if examined.faults else _Sealed(name, lines).dumps(request.user.username)
        context = {"examined": examined, "name": name, "sealed": sealed}
    bad = bool(context and context["examined"].faults)
    return render(request, "finance/take_works.html", context, status=422 if bad else 200)


@require_POST
def accept(request: SignedIn) -> HttpResponse:
    """Take in what was examined, all of it or nothing."""
    units = _units(request)
    sealed = _Sealed.loads(request.POST.get("sealed", ""), request.user.username)
    examined = _examined(request, sealed.lines, units)
    if examined.faults:
        raise WorksRefused(examined.faults)
    made = take_in_works(examined.works, source=sealed.name, by=request.user.username, at=now())
    said = ngettext("%(number)d work was taken in.", "%(number)d works were taken in.", len(made))
    messages.success(request, said % {"number": len(made)})
    return redirect("finance:works")


def _units(request: SignedIn) -> list[Unit]:
    """Return the units whose works the person keeps; answer 404 when there is none."""
    units = list(units_to_book(request.user, request.day).in_vietnamese_order())
    if not units:
        raise Http404
    return units


def _examined(request: SignedIn, lines: list[Line], units: list[Unit]) -> Examined:
    return examine(lines, units, measure_choices(request.day))
