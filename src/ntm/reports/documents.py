"""A paper as an official document, ready to be printed."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.urls import reverse

from ntm.core.documents import Annex, Column, DocumentKind, OfficialDocument, Signature, Table
from ntm.core.periods import Window
from ntm.reports.body import blocks_of
from ntm.reports.contents.cells import Contents, ReportTable
from ntm.reports.contents.gather import contents_of
from ntm.reports.filling import filled
from ntm.reports.freezing import document_from
from ntm.reports.models import Paper, Report
from ntm.reports.sections import ASKED, SECTIONS

_ANNEX_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def document_of(paper: Paper) -> OfficialDocument:
    """Return what is printed: for an issued paper what was frozen, for a draft what it says now."""
    if paper.frozen is not None:
        return document_from(paper.frozen)
    report = Report.objects.filter(paper=paper).first()
    if report is None:
        return composed(paper, paper.body, None)
    contents = report_contents(report)
    return composed(paper, report_text(report, contents), contents)


def composed(
    paper: Paper,
    text: str,
    contents: Contents | None,
    *,
    number: int | None = None,
    issued_on: date | None = None,
    code: str = "",
    signer: str = "",
) -> OfficialDocument:
    """Put a paper's head, text, annexes and foot together."""
    return OfficialDocument(
        kind=DocumentKind(paper.kind),
        parent_body=paper.parent_body,
        body=paper.issuing_body,
        number=number,
        symbol=paper.symbol,
        place=paper.place,
        issued_on=issued_on,
        subject=_printable(paper.subject),
        addressees=tuple(map(_printable, paper.addressees)),
        authority=paper.authority,
        bases=tuple(map(_printable, paper.bases)),
        blocks=blocks_of(_printable(text)),
        signature=Signature(paper.capacity, paper.by_order, paper.position, signer or paper.signer),
        recipients=tuple(map(_printable, paper.recipients)),
        annexes=annexes_of(contents) if contents else (),
        verify_address=verify_address(code) if code else "",
        is_sample=paper.is_sample or bool(contents and contents.rests_on_sample),
    )


def _printable(text: str) -> str:
    """Show what is still to be written in brackets that every font has."""
    return text.replace(ASKED[0], "[… ").replace(ASKED[1], " …]")


def verify_address(code: str) -> str:
    """Return the public address at which anybody can check an issued paper."""
    return f"{settings.SITE_ADDRESS}{reverse('reports:verify', args=[code])}"


def report_contents(report: Report) -> Contents:
    """Return the figures as they were issued, or as they are now."""
    if report.contents is not None:
        return Contents.from_data(report.contents)
    return contents_of(report.paper.unit, Window(report.starts_on, report.ends_on))


def section_texts(report: Report) -> dict[str, str]:
    """Return the text of each section with its names: what somebody wrote last, else what is drafted."""
    written = {one.code: one.text for one in report.sections.all()}  # in the order of writing: the newest stays
    return {form.code: written.get(form.code, form.text) for form in SECTIONS}


def report_text(report: Report, contents: Contents) -> str:
    """Return the whole text of a report with its headings, filled in."""
    texts = section_texts(report)
    return "\n".join(f"{form.heading}\n{filled(texts[form.code], contents.figures)}" for form in SECTIONS)


def annexes_of(contents: Contents) -> tuple[Annex, ...]:
    """Return one landscape annex for each table."""
    return tuple(
        Annex(numeral, f"Biểu {table.code}. {table.title}", (_table(table),))
        for numeral, table in zip(_ANNEX_NUMERALS, contents.tables, strict=False)
    )


def _table(table: ReportTable) -> Table:
    columns = tuple(Column(one.name, one.align, one.width) for one in table.columns) or (Column("Nội dung"),)
    rows = tuple(tuple(cell.text for cell in row) for row in table.rows)
    notes = (_gap_row(table, len(columns)),) if table.gap else ()
    return Table(
        title="",
        columns=columns,
        rows=(*rows, *notes),
        total_rows=table.totals,
        unit=table.unit,
    )


def _gap_row(table: ReportTable, width: int) -> tuple[str, ...]:
    """Print what is missing as a last line, in the widest place a row has."""
    place = 1 if width > 1 else 0
    return tuple(f"Ghi chú: {table.gap}" if at == place else "" for at in range(width))
