"""Sending a paper to be signed, giving it back, and issuing it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.core.documents import OfficialDocument, sign_pdf, write_docx, write_pdf
from ntm.reports.contents.cells import Contents
from ntm.reports.documents import composed, report_contents, report_text, section_texts
from ntm.reports.filling import gaps_in
from ntm.reports.freezing import as_data
from ntm.reports.models import Paper, PaperState, Report
from ntm.reports.models.paper import paper_storage
from ntm.reports.problems import (
    GapsLeft,
    IssuedBeforeAnother,
    NotADraft,
    NothingTyped,
    NotWaiting,
    OpenComments,
    WrongIssueDay,
)
from ntm.reports.signing import signing_key

_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another when read from paper


@transaction.atomic
def send(paper: Paper, *, by: str, at: datetime) -> Paper:
    """Send a draft to be signed. Raises NotADraft, GapsLeft or OpenComments."""
    paper = _locked(paper)
    if paper.state != PaperState.DRAFT:
        raise NotADraft(paper)
    _must_be_whole(paper)
    paper.state, paper.sent_by, paper.returned_note = PaperState.WAITING, by, ""
    paper.save(update_fields=["state", "sent_by", "returned_note"])
    record("reports.paper_sent", subject=paper.unit.name, by=by, at=at, detail={"paper": paper.pk})
    return paper


@transaction.atomic
def send_back(paper: Paper, *, note: str, by: str, at: datetime) -> Paper:
    """Give a paper back to whoever drafts it, saying why. Raises NotWaiting or NothingTyped."""
    if not note.strip():
        raise NothingTyped
    paper = _locked(paper)
    if paper.state != PaperState.WAITING:
        raise NotWaiting(paper)
    paper.state, paper.returned_note = PaperState.DRAFT, note.strip()[:500]
    paper.save(update_fields=["state", "returned_note"])
    record("reports.paper_returned", subject=paper.unit.name, by=by, at=at, detail={"paper": paper.pk, "note": note})
    return paper


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Everything that an issued paper keeps, written before the transaction that keeps it."""

    number: int
    code: str
    document: OfficialDocument
    contents: Contents | None
    docx: bytes
    pdf: bytes
    signed: bytes


def issue(paper: Paper, *, signer: str, issued_on: date, by: str, at: datetime) -> Paper:
    """Sign a waiting paper: give it the next number, freeze what it says, keep the signed PDF.

    Files are written first and numbers looked at again inside the transaction, so that the database is
    never held while a PDF is drawn. Raises NotWaiting, WrongIssueDay, IssuedBeforeAnother or NoSigningKey.
    """
    if paper.state != PaperState.WAITING:
        raise NotWaiting(paper)
    _must_bear(paper, issued_on, at)
    while True:
        prepared = _prepare(paper, signer, issued_on)
        kept = paper_storage().save(_place(prepared.signed), ContentFile(prepared.signed))
        found = _keep(paper, prepared, kept, issued_on=issued_on, by=by, at=at)
        if found is not None:
            return found


def _prepare(paper: Paper, signer: str, issued_on: date) -> _Prepared:
    number = _next_number(paper, issued_on)
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(12))
    report = Report.objects.filter(paper=paper).first()
    contents = report_contents(report) if report else None
    text = report_text(report, contents) if report and contents else paper.body
    document = composed(paper, text, contents, number=number, issued_on=issued_on, code=code, signer=signer)
    docx, pdf = write_docx(document), write_pdf(document)
    signed = sign_pdf(pdf, key=signing_key(), reason=paper.subject, place=paper.place)
    return _Prepared(number, code, document, contents, docx, pdf, signed)


@transaction.atomic
def _keep(paper: Paper, ready: _Prepared, kept: str, *, issued_on: date, by: str, at: datetime) -> Paper | None:
    """Keep an issued paper; None when another took the number meanwhile."""
    paper = _locked(paper)
    if paper.state != PaperState.WAITING:
        raise NotWaiting(paper)
    _hold_register(paper)
    if _next_number(paper, issued_on) != ready.number:
        return None
    _fill(paper, ready, kept, issued_on=issued_on, by=by, at=at)
    paper.save()
    if ready.contents is not None:
        Report.objects.filter(paper=paper).update(contents=ready.contents.as_data())
    detail = {"paper": paper.pk, "number": paper.reference, "sha256": paper.signed_sha256, "code": ready.code}
    record("reports.paper_issued", subject=paper.unit.name, by=by, at=at, detail=detail)
    return paper


def _fill(paper: Paper, ready: _Prepared, kept: str, *, issued_on: date, by: str, at: datetime) -> None:
    paper.state, paper.number, paper.year = PaperState.ISSUED, ready.number, issued_on.year
    paper.issued_on, paper.issued_by, paper.issued_at = issued_on, by, at
    paper.signer = ready.document.signature.name
    paper.frozen, paper.code, paper.is_sample = as_data(ready.document), ready.code, ready.document.is_sample
    paper.docx_sha256, paper.pdf_sha256, paper.signed_sha256 = map(_hash, (ready.docx, ready.pdf, ready.signed))
    paper.signed.name = kept


def _must_bear(paper: Paper, issued_on: date, at: datetime) -> None:
    """Refuse a day that has not come, and for a report one before its data end."""
    report = Report.objects.filter(paper=paper).first()
    earliest, latest = report.ends_on if report else None, timezone.localdate(at)
    if issued_on > latest or (earliest and issued_on < earliest):
        raise WrongIssueDay(earliest, latest)


def _must_be_whole(paper: Paper) -> None:
    report = Report.objects.filter(paper=paper).first()
    texts = section_texts(report).values() if report else [paper.body]
    if gaps := [gap for text in texts for gap in gaps_in(text)]:
        raise GapsLeft(gaps)
    if report and (still_open := report.comments.filter(settled_at=None).count()):
        raise OpenComments(still_open)


def _next_number(paper: Paper, issued_on: date) -> int:
    """Return the number after the last one of the unit's register for this kind and year."""
    register = Paper.objects.issued().filter(
        unit__code=paper.unit.code, unit__tier=paper.unit.tier, kind=paper.kind, year=issued_on.year
    )
    last = register.order_by("-number").first()
    if last is None:
        return 1
    if last.issued_on is not None and last.issued_on > issued_on:
        raise IssuedBeforeAnother(last)
    return (last.number or 0) + 1


def _hold_register(paper: Paper) -> None:
    """Let nobody else take a number of this register until the transaction ends: two may sign at the same moment."""
    register = Unit.objects.filter(code=paper.unit.code, tier=paper.unit.tier).order_by("pk")
    list(register.select_for_update(no_key=True).values_list("pk"))


def _locked(paper: Paper) -> Paper:
    return Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _place(content: bytes) -> str:
    digest = _hash(content)
    return f"{digest[:2]}/{digest}"
