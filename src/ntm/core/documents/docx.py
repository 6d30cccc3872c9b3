"""Writing a document as DOCX, to be edited in any office program; the same document gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Line

from ntm.core.documents import wording
from ntm.core.documents.parts import Annex, Article, Block, Bullet, DocumentKind, Heading, OfficialDocument, Table

FONT = "Times New Roman"
_FIXED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed moment in the file's properties, not a time
_ALIGN = {"left": ALIGN.LEFT, "right": ALIGN.RIGHT, "center": ALIGN.CENTER}
_SIZES = ((18, 8.0), (12, 9.0), (8, 10.5), (0, 12.0))
_BODY = 14.0


def write_docx(document: OfficialDocument) -> bytes:
    """Return the document as DOCX with the margins, sizes and places of the decree."""
    book = docx.Document()
    _page(book)
    _styles(book)
    _head(book, document)
    _title(book, document)
    for block in wording.ended(document.blocks):
        _block(book, block)
    _foot(book, document)
    for annex in document.annexes:
        _annex(book, annex, document)
    _properties(book, document)
    kept = io.BytesIO()
    book.save(kept)
    return _at_a_fixed_moment(kept.getvalue())


def _page(book: Document) -> None:
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section)


def _number_pages(section: Any) -> None:
    line = section.header.paragraphs[0]
    line.alignment = ALIGN.CENTER
    run = line.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.text = text
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _styles(book: Document) -> None:
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(_BODY)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = Pt(0)


def _head(book: Document, document: OfficialDocument) -> None:
    left, right = _two_columns(book, 42)
    if document.parent_body:
        _say(left, document.parent_body, 12)
    for line in wording.body_lines(document):
        _say(left, line, 12, bold=True)
    _say(left, "―――――――", 8)
    _say(left, wording.number_line(document), 13)
    _say(right, wording.NATION, 12, bold=True)
    _underlined(_say(right, wording.MOTTO, 13, bold=True))
    _say(right, wording.day_line(document), 13, italic=True, before=8)


def _title(book: Document, document: OfficialDocument) -> None:
    _say(book, document.kind.name_in_capitals, 14, bold=True, before=12)
    _say(book, document.subject, 14, bold=True)
    _say(book, "――――――――", 8)
    if document.is_sample:
        _say(book, wording.SAMPLE, 11, italic=True)
    if document.kind is DocumentKind.DECISION:
        _say(book, document.authority, 14, bold=True, before=6)
    addressees = wording.addressees_of(document)
    for line in addressees:
        shown = _say(book, line, _BODY, before=6, align=ALIGN.CENTER if len(addressees) == 1 else ALIGN.LEFT)
        if len(addressees) > 1:
            shown.paragraph_format.left_indent = Cm(4.2 if line.startswith("-") else 3)
    for line in wording.bases_of(document):
        _text(book, line, italic=True)
    if document.kind is DocumentKind.DECISION:
        _say(book, "QUYẾT ĐỊNH:", 14, bold=True, before=6)


def _block(book: Document, block: Block) -> None:
    if isinstance(block, Table):
        _table(book, block)
    elif isinstance(block, Heading):
        line = _text(book, block.text, bold=True, italic=block.level == 3)
        line.paragraph_format.keep_with_next = True
        line.alignment = ALIGN.LEFT
    elif isinstance(block, Article):
        line = _text(book, f"Điều {block.number}. ", bold=True)
        line.add_run(wording.composed(block.text))
    elif isinstance(block, Bullet):
        _text(book, f"- {block.text}")
    else:
        _text(book, block.text)


def _foot(book: Document, document: OfficialDocument) -> None:
    _say(book, "", 6)
    left, right = _two_columns(book, 48)
    _say(left, "Nơi nhận:", 12, bold=True, italic=True, align=ALIGN.LEFT)
    for line in wording.recipients_of(document):
        _say(left, line, 11, align=ALIGN.LEFT)
    if document.verify_address:
        _say(left, f"Kiểm tra văn bản tại: {document.verify_address}", 9, before=8, align=ALIGN.LEFT)
    signature = document.signature
    for line in filter(None, (signature.capacity, signature.by_order, signature.position)):
        _say(right, line, 13.5, bold=True)
    _say(right, signature.name, 14, bold=True, before=72)


def _annex(book: Document, annex: Annex, document: OfficialDocument) -> None:
    section = book.add_section(WD_SECTION.NEW_PAGE)
    across = annex.landscape
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    section.left_margin, section.right_margin = Mm(20), Mm(15)
    section.top_margin, section.bottom_margin = Mm(20), Mm(15)
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    section._sectPr.append(start)
    _say(book, f"Phụ lục {annex.number}", 14, bold=True)
    _say(book, annex.title.upper(), 13.5, bold=True)
    _say(book, wording.enclosed_with(document), 13, italic=True)
    for table in annex.tables:
        _table(book, table, wide=across)


def _table(book: Document, table: Table, *, wide: bool = False) -> None:
    if table.title:
        _say(book, table.title, 13, bold=True, before=6)
    if table.unit:
        _say(book, table.unit, 11, italic=True, align=ALIGN.RIGHT)
    size = next(size for least, size in _SIZES if len(table.columns) >= least)
    drawn = book.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    drawn.alignment = WD_TABLE_ALIGNMENT.CENTER
    drawn.autofit = False
    room, shares = (262 if wide else 162), sum(column.width for column in table.columns)
    widths = [Mm(room * column.width / shares) for column in table.columns]
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    _cells(drawn.rows[0], [column.name for column in table.columns], [ALIGN.CENTER] * len(widths), size, widths, True)
    repeated = OxmlElement("w:tblHeader")
    drawn.rows[0]._tr.get_or_add_trPr().append(repeated)
    aligns = [_ALIGN[column.align] for column in table.columns]
    for place, row in enumerate(table.rows):
        _cells(drawn.add_row(), row, aligns, size, widths, place in table.total_rows)


def _cells(row: Any, words: Any, aligns: list[Any], size: float, widths: list[Any], bold: bool) -> None:  # noqa: PLR0917 - one row of a table
    # The cells are read off the row once: asking the table for each one walks all of it.
    for cell, text, align, width in zip(row.cells, words, aligns, widths, strict=True):
        cell.width = width
        line = cell.paragraphs[0]
        line.alignment = align
        run = line.add_run(wording.composed(text))
        run.font.size, run.font.bold = Pt(size), bold


def _two_columns(book: Document, left: int) -> tuple[_Cell, _Cell]:
    """Return two cells without borders; ``left`` is the share of the first in percent."""
    grid = book.add_table(rows=1, cols=2)
    grid.autofit = False
    cells = grid.rows[0].cells
    for cell, share in zip(cells, (left, 100 - left), strict=True):
        cell.width = Mm(162 * share / 100)
    for column, share in zip(grid.columns, (left, 100 - left), strict=True):
        column.width = Mm(162 * share / 100)
    return cells[0], cells[1]


def _say(
    where: Document | _Cell,
    text: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    before: float = 0,
    align: Any = ALIGN.CENTER,
) -> Line:
    """Add one line of fixed words; the empty line that a new cell begins with is used first."""
    first = where.paragraphs[0] if isinstance(where, _Cell) and not where.paragraphs[0].runs else None
    line = first if first is not None else where.add_paragraph()
    line.alignment = align
    line.paragraph_format.space_before = Pt(before)
    run = line.add_run(wording.composed(text))
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    return line


def _text(book: Document, text: str, *, bold: bool = False, italic: bool = False) -> Line:
    """Add a paragraph of the body: justified, first line indented, 6 pt before it."""
    line = book.add_paragraph()
    line.alignment = ALIGN.JUSTIFY
    form = line.paragraph_format
    form.first_line_indent, form.space_before, form.line_spacing = Cm(1.27), Pt(6), 1.15
    run = line.add_run(wording.composed(text))
    run.font.bold, run.font.italic = bold, italic
    return line


def _underlined(line: Line) -> None:
    for run in line.runs:
        run.font.underline = True


def _properties(book: Document, document: OfficialDocument) -> None:
    facts = book.core_properties
    facts.title, facts.author, facts.language = document.subject[:250], document.body, "vi-VN"
    facts.created = facts.modified = _FIXED
    facts.last_modified_by, facts.revision, facts.comments = document.body, 1, ""


def _at_a_fixed_moment(content: bytes) -> bytes:
    """Pack the file again without the moments at which its parts were written."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            again.writestr(zipfile.ZipInfo(name), packed.read(name), zipfile.ZIP_DEFLATED)
    return kept.getvalue()
