"""Opening reports and papers, writing in them, and remarks on them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.core.periods import Window
from ntm.reports.contents.gather import contents_of
from ntm.reports.filling import check_names
from ntm.reports.letterhead import letterhead
from ntm.reports.models import Comment, Paper, PaperKind, PaperState, Report, ReportKind, Section
from ntm.reports.problems import NotADraft, NothingTyped, NotIssuedHere, ReportExists, WrittenMeanwhile
from ntm.reports.sections import BY_CODE

# What may be changed while a paper is a draft.
CHANGEABLE = (
    "subject",
    "place",
    "addressees",
    "bases",
    "body",
    "capacity",
    "by_order",
    "position",
    "signer",
    "recipients",
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The words with which a paper begins."""

    subject: str
    body: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()  # empty: the usual ones
    is_sample: bool = False
    changes: Paper | None = None  # an issued paper that this one will change
    effect: str = ""  # how: a value of Effect


@transaction.atomic
def draft_paper(unit: Unit, kind: PaperKind, draft: Draft, *, by: str, at: datetime) -> Paper:
    """Begin a paper of a unit under its letterhead. Raises NotIssuedHere for a paper that it cannot change."""
    if draft.changes is not None and (draft.changes.state != PaperState.ISSUED or draft.changes.unit_id != unit.pk):
        raise NotIssuedHere(draft.changes, unit)
    paper = _save_draft(unit, kind, draft, by=by, at=at)
    detail = {"kind": kind, "subject": draft.subject}
    if draft.changes is not None:
        detail |= {draft.effect: draft.changes.reference}
    record("reports.paper_drafted", subject=unit.name, by=by, at=at, detail=detail)
    return paper


@transaction.atomic
def open_report(
    unit: Unit, kind: ReportKind, window: Window, *, due_on: date, by: str, at: datetime, is_sample: bool = False
) -> Report:
    """Begin a report about a window of days; raise ReportExists when the unit has it already."""
    known = Report.objects.filter(
        paper__unit__code=unit.code, paper__unit__tier=unit.tier, kind=kind, ends_on=window.ends_on
    )
    if (found := known.select_related("paper__unit").first()) is not None:
        raise ReportExists(found.paper)
    report = Report(kind=kind, starts_on=window.starts_on, ends_on=window.ends_on, due_on=due_on)
    name = report.name.vi
    subject = f"Kết quả thực hiện Chương trình MTQG xây dựng nông thôn mới {name[0].lower()}{name[1:]}"
    draft = Draft(f"{subject} trên địa bàn {unit.name[0].lower()}{unit.name[1:]}", is_sample=is_sample)
    report.paper = _save_draft(unit, PaperKind.REPORT, draft, by=by, at=at)
    report.save()
    record(
        "reports.report_opened",
        subject=unit.name,
        by=by,
        at=at,
        detail={"kind": kind, "ends_on": window.ends_on.isoformat()},
    )
    return report


@transaction.atomic
def change_paper(paper: Paper, said: Mapping[str, Any], *, by: str, at: datetime, seen: str | None = None) -> Paper:
    """Change the words of a draft; names outside CHANGEABLE are not looked at.

    ``seen`` is the state_of the paper that the person had before them; None: it does not matter. Raises NotADraft, or
    WrittenMeanwhile.
    """
    paper = _draft(paper)
    if seen is not None and seen != state_of(paper):
        raise WrittenMeanwhile
    changed = [name for name in CHANGEABLE if name in said and getattr(paper, name) != said[name]]
    for name in changed:
        setattr(paper, name, said[name])
    if changed:
        paper.save(update_fields=changed)
        record(
            "reports.paper_changed", subject=paper.unit.name, by=by, at=at, detail={"paper": paper.pk, "of": changed}
        )
    return paper


@transaction.atomic
def write_section(report: Report, code: str, text: str, *, by: str, at: datetime, seen: int | None = None) -> Section:
    """Write one section anew; the earlier wording stays in the history.

    ``seen`` is the id of the wording that the person had before them, 0 for the drafted one; None: it does not matter.
    Raises NotADraft, UnknownFigure, or WrittenMeanwhile.
    """
    paper = _draft(report.paper)
    newest = newest_section(report, code)
    if seen is not None and seen != (newest.pk if newest else 0):
        raise WrittenMeanwhile(newest.written_by if newest else "")
    check_names(text, contents_of(paper.unit, Window(report.starts_on, report.ends_on)).figures)
    section = Section.objects.create(
        report=report, code=BY_CODE[code].code, text=text.replace("\r\n", "\n").strip(), written_by=by, written_at=at
    )
    record(
        "reports.section_written", subject=paper.unit.name, by=by, at=at, detail={"paper": paper.pk, "section": code}
    )
    return section


def newest_section(report: Report, code: str) -> Section | None:
    """Return what somebody wrote last in a section; None while the drafted text stands."""
    return Section.objects.filter(report=report, code=code).order_by("-pk").first()


def state_of(paper: Paper) -> str:
    """Return a short fingerprint of a draft's words."""
    words = json.dumps([getattr(paper, name) for name in CHANGEABLE], ensure_ascii=False)
    return sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def comment(report: Report, code: str, text: str, *, by: str, at: datetime) -> Comment:
    """Remark on a section of a report that is not issued yet. Raises NotADraft or NothingTyped."""
    if not text.strip():
        raise NothingTyped
    paper = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=report.paper_id)
    if paper.state == PaperState.ISSUED:
        raise NotADraft(paper)
    said = Comment.objects.create(
        report=report, section=BY_CODE[code].code, text=text.strip()[:1000], said_by=by, said_at=at
    )
    record("reports.commented", subject=paper.unit.name, by=by, at=at, detail={"paper": paper.pk, "section": code})
    return said


@transaction.atomic
def settle(remark: Comment, *, by: str, at: datetime) -> Comment:
    """Mark a remark as dealt with; doing so again changes nothing."""
    remark = Comment.objects.select_for_update().get(pk=remark.pk)
    if remark.settled_at is None:
        remark.settled_by, remark.settled_at = by, at
        remark.save(update_fields=["settled_by", "settled_at"])
        paper = remark.report.paper
        detail = {"paper": paper.pk, "section": remark.section}
        record("reports.comment_settled", subject=paper.unit.name, by=by, at=at, detail=detail)
    return remark


def _save_draft(unit: Unit, kind: PaperKind, draft: Draft, *, by: str, at: datetime) -> Paper:
    head = letterhead(unit, kind)
    return Paper.objects.create(
        unit=unit,
        kind=kind,
        year=at.year,
        subject=draft.subject,
        issuing_body=head.issuing_body,
        symbol=head.symbol,
        place=head.place,
        authority=head.authority,
        addressees=list(draft.addressees),
        bases=list(draft.bases),
        body=draft.body,
        capacity=head.capacity,
        by_order=head.by_order,
        position=head.position,
        recipients=list(draft.recipients or head.recipients),
        made_by=by,
        made_at=at,
        is_sample=draft.is_sample,
        changes=draft.changes,
        effect=draft.effect,
    )


def _draft(paper: Paper) -> Paper:
    """Lock a paper and look at it again; raise NotADraft unless it may be changed."""
    paper = Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)
    if paper.state != PaperState.DRAFT:
        raise NotADraft(paper)
    return paper
