"""A paper's files, and the public page on which anybody checks an issued one."""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from ntm.accounts.requests import SignedIn
from ntm.core.documents import OfficialDocument, write_docx, write_pdf, write_xlsx
from ntm.core.problems import Problem, Text
from ntm.reports.access import paper_for
from ntm.reports.documents import document_of
from ntm.reports.models import Paper

_WRITERS: dict[str, tuple[Callable[[OfficialDocument], bytes], str]] = {
    "docx": (write_docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (write_pdf, "application/pdf"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_LONGEST = 20  # letters of a code
LARGEST = 30_000_000  # bytes of a file that is held against an issued paper


class SignedFileGone(Problem):
    """The store has lost the signed PDF of an issued paper."""

    code = "reports/signed-file-gone"

    def __init__(self, paper: Paper) -> None:
        super().__init__(
            Text(f"Không tìm thấy tệp đã ký của {paper.reference}.", f"The signed file of {paper.reference} is gone."),
            Text(
                "Báo quản trị khôi phục thư mục papers từ bản sao lưu; bản không chữ ký vẫn tải được.",
                "Ask the administrator to restore the folder papers from the backup; the unsigned copy is still there.",
            ),
        )


@require_safe
def download(request: SignedIn, paper_id: int, form: str) -> HttpResponse:
    """A paper as DOCX, PDF or XLSX (its annex tables); an issued one is always the same to the byte."""
    found = paper_for(request.user, paper_id)
    if form not in _WRITERS:
        raise Http404
    write, content_type = _WRITERS[form]
    return _file(write(document_of(found)), f"{_name(found)}.{form}", content_type)


@require_safe
def signed(request: SignedIn, paper_id: int) -> HttpResponse:
    """The signed PDF of an issued paper."""
    found = paper_for(request.user, paper_id)
    if not found.signed:
        raise Http404
    try:
        with found.signed.open("rb") as stream:
            content = stream.read()
    except FileNotFoundError as error:
        raise SignedFileGone(found) from error
    return _file(content, f"{_name(found)}-da-ky.pdf", "application/pdf")


@login_not_required
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask anybody for the code that is printed on a paper, and lead to what was issued under it."""
    code = _code(request.GET.get("code", ""))
    if code:
        return redirect("reports:verify", code)
    return render(request, "reports/look_up.html", {"code": ""})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Tell anybody what was issued under a code; hold a file in their hands against it. Keeps no file."""
    paper = Paper.objects.issued().select_related("unit").filter(code=_code(code)).first()
    if paper is None:
        return render(request, "reports/look_up.html", {"code": _code(code) or code}, status=404)
    context = {"paper": paper, "answer": _held_against(paper, request) if request.method == "POST" else None}
    return render(request, "reports/verify.html", context)


def _held_against(paper: Paper, request: HttpRequest) -> str:
    """Return ``same``, ``other``, ``none`` (no file), ``tables`` (a workbook, which is not signed) or ``large``."""
    given = request.FILES.get("file")
    if given is None:
        return "none"
    if (given.size or 0) > LARGEST:
        return "large"
    if (given.name or "").lower().endswith(".xlsx"):
        return "tables"
    digest = sha256()
    for chunk in given.chunks():
        digest.update(chunk)
    known = {paper.signed_sha256, paper.pdf_sha256, paper.docx_sha256}
    return "same" if digest.hexdigest() in known else "other"


def _code(typed: str) -> str:
    """Return a code as it is kept, without what people put between the letters that they copy from paper."""
    return re.sub(r"[^0-9A-Z]", "", typed.upper())[:_LONGEST]


def _name(paper: Paper) -> str:
    return (
        slugify(f"{paper.reference} {paper.subject}".replace("đ", "d").replace("Đ", "D"))[:80] or f"van-ban-{paper.pk}"
    )


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
