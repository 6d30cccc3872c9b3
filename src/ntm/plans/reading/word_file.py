"""A Word file as lines: paragraphs with their automatic numbers, rows of tables, footnotes last."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from ntm.plans.reading.figures import AMOUNT
from ntm.plans.reading.lines import LARGEST, MOST_CELLS, MOST_PARTS, Line, NotReadable, cells_of
from ntm.plans.reading.numbering import Numbering, numbering_of

_FIGURE = re.compile(r"^-?\d[\d.,]*$")


def lines_in_word(content: bytes, name: str) -> list[Line]:
    """Return the lines of a Word file, counted from 1. Raises NotReadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 2 * LARGEST:
                raise NotReadable(name, "tệp nén bung ra quá lớn", "it unfolds to far too much")
            if any("vbaproject" in part.filename.lower() for part in parts):
                raise NotReadable(name, "tệp có macro", "it holds macros")
        book = docx.Document(io.BytesIO(content))
        if len(book.element.xpath(".//w:tc")) > MOST_CELLS:
            raise NotReadable(name, f"nhiều hơn {MOST_CELLS} ô bảng", f"it has more than {MOST_CELLS} cells in tables")
        return list(_Walk(book, numbering_of(book)).lines())
    except NotReadable:
        raise
    except Exception as error:  # a broken archive is met with errors of every kind
        raise NotReadable(name, "tệp Word hỏng", "the Word file is broken") from error


@dataclass(slots=True)
class _Walk:
    book: Document
    numbering: Numbering
    count: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)  # (kind, id) of footnotes, in the order of their marks

    def lines(self) -> Iterator[Line]:
        yield from self._block(self.book.element.body)
        told = {kind: self._told(kind) for kind in ("footnote", "endnote")}
        for place, (kind, note) in enumerate(self.notes, 1):
            if note in told[kind]:
                yield self._line(f"[^{place}] {told[kind][note]}")

    def _block(self, block: Any) -> Iterator[Line]:
        for one in block:
            if one.tag == qn("w:p"):
                yield from self._paragraph(one)
            elif one.tag == qn("w:tbl"):
                yield from self._table(one)
            elif one.tag == qn("w:sdt"):
                content = one.find(qn("w:sdtContent"))
                yield from self._block(content) if content is not None else ()

    def _line(self, text: str, cells: tuple[str, ...] = (), repeated: tuple[int, ...] = ()) -> Line:
        self.count += 1
        return Line(self.count, text, cells, repeated)

    def _paragraph(self, paragraph: Any) -> Iterator[Line]:
        for text in self._text(paragraph).splitlines() or [""]:
            yield self._line(text.strip(), cells_of(text.strip().split("\t")))

    def _text(self, paragraph: Any) -> str:
        """Return a paragraph's words with its number; raised digits and Word's own notes become marks."""
        label = self.numbering.label(paragraph)
        words = "".join(self._run(run) for run in paragraph.iter(qn("w:r")) if not _stands_apart(run, paragraph))
        return f"{label} {words}" if label and words.strip() else words

    def _run(self, run: Any) -> str:
        found = []
        for one in run:
            if one.tag == qn("w:t"):
                found.append(one.text or "")
            elif one.tag == qn("w:tab"):
                found.append("\t")
            elif one.tag in {qn("w:br"), qn("w:cr")}:
                found.append("\n")
            elif one.tag in {qn("w:noBreakHyphen"), qn("w:softHyphen")}:
                found.append("-" if one.tag == qn("w:noBreakHyphen") else "")
            elif one.tag in {qn("w:footnoteReference"), qn("w:endnoteReference")}:
                kind = "footnote" if one.tag == qn("w:footnoteReference") else "endnote"
                self.notes.append((kind, one.get(qn("w:id"), "")))
                found.append(f"[^{len(self.notes)}]")
        raised = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
        text = "".join(found)
        if (
            raised is not None
            and raised.get(qn("w:val")) == "superscript"
            and re.fullmatch(r"\s*[(\[]?[\d*]+[)\]]?\s*", text)
        ):
            return f"<sup>{text.strip('()[] ')}</sup>"
        return text

    def _told(self, kind: str) -> dict[str, str]:
        """Return what the notes of a kind say, by id."""
        reltype = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnote" else RELATIONSHIP_TYPE.ENDNOTES
        try:
            root = parse_xml(self.book.part.part_related_by(reltype).blob)
        except KeyError:
            return {}
        notes = root.findall(qn(f"w:{kind}"))
        return {
            note.get(qn("w:id"), ""): " ".join(
                "".join(word.text or "" for word in paragraph.iter(qn("w:t"))).strip()
                for paragraph in note.iter(qn("w:p"))
            ).strip()
            for note in notes
        }

    def _table(self, table: Any) -> Iterator[Line]:
        """Yield the rows of a table; one that only places the head or the foot of a page gives its paragraphs."""
        rows = [self._row(row) for row in table.findall(qn("w:tr"))]
        columns = max((len(cells) for cells, _ in rows), default=0)
        texts = [" ".join(cell).strip() for cells, _ in rows for cell in cells]
        figures = any(_FIGURE.match(text) or AMOUNT.search(text) for text in texts)
        if columns <= 1 or (columns == 2 and not figures):
            for cells, repeated in rows:
                for place, cell in enumerate(cells):
                    yield from (self._line(text) for text in cell if place not in repeated)
            return
        above: list[list[str]] = []
        for cells, repeated in rows:
            shown = [
                above[place] if place in repeated and place < len(above) else cell for place, cell in enumerate(cells)
            ]
            yield self._line(" | ".join(map(" ".join, shown)), tuple(map(" ".join, shown)), repeated)
            above = shown

    def _row(self, row: Any) -> tuple[list[list[str]], tuple[int, ...]]:
        """Return the paragraphs of each column, and the columns in which a cell of the row above goes on."""
        cells: list[list[str]] = []
        repeated: list[int] = []
        for cell in row.findall(qn("w:tc")):
            properties = cell.find(qn("w:tcPr"))
            span = properties.find(qn("w:gridSpan")) if properties is not None else None
            merged = properties.find(qn("w:vMerge")) if properties is not None else None
            if merged is not None and merged.get(qn("w:val"), "continue") == "continue":
                repeated.append(len(cells))
            cells.append(
                [text for one in cell.iter(qn("w:p")) for text in self._text(one).splitlines() if text.strip()]
            )
            wide = span.get(qn("w:val"), "1") if span is not None else "1"
            cells += [[] for _ in range(min(int(wide), 60) - 1)] if wide.isdigit() else []
        return cells, tuple(repeated)


def _stands_apart(run: Any, paragraph: Any) -> bool:
    """Say whether a run belongs to a text box, or to words that were moved elsewhere."""
    for above in run.iterancestors():
        if above is paragraph:
            return False
        if above.tag in {qn("w:txbxContent"), qn("w:moveFrom")}:
            return True
    return False
