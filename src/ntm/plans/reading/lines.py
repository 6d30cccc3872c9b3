"""The lines of a document, whatever kind of file it came in, without the marks that only say how they look."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import docx
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from ntm.core.problems import Problem, Text

LARGEST = 10_000_000  # bytes of a file; what a packed one unfolds to may be twice that
MOST_LINES, MOST_CELLS, MOST_PARTS = 20_000, 40_000, 2_000
LONGEST = 20_000  # letters of a line
_MARKS = re.compile(r"\*\*|(?<!\w)\*(?!\s)|(?<!\s)\*(?!\w)|^#+\s*|\\$")
_SUPERSCRIPT = re.compile(r"<sup>\(?(\d+)\)?</sup>")


class NotReadable(Problem):
    """A file is not a plan that can be read: too large, broken, or of another kind."""

    code = "plans/not-readable"

    def __init__(self, name: str, vi: str, en: str) -> None:
        super().__init__(
            Text(f"Không đọc được {name}: {vi}.", f"{name} cannot be read: {en}."),
            Text(
                "Dùng tệp .docx (không macro), .md hoặc .txt dưới 10 MB; PDF quét phải chuyển thành chữ trước.",
                "Use a .docx without macros, .md or .txt below 10 MB; a scanned PDF has to be turned into text first.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its number in the file, from 1; a footnote mark in it is written ``[^1]``."""

    number: int
    text: str


def lines_of(content: bytes, name: str) -> tuple[Line, ...]:
    """Return the lines that say something. Raises NotReadable."""
    if len(content) > LARGEST:
        raise NotReadable(name, "tệp lớn hơn 10 MB", "it is larger than 10 MB")
    kind = PurePath(name).suffix.lower()
    if kind == ".docx":
        found = _of_docx(content, name)
    elif kind in {".md", ".txt"}:
        try:
            found = content.decode("utf-8-sig").splitlines()[: MOST_LINES + 1]
        except UnicodeDecodeError as error:
            raise NotReadable(name, "không phải chữ UTF-8", "it is not text in UTF-8") from error
    else:
        raise NotReadable(name, f"không đọc loại tệp {kind or 'này'}", f"files of the kind {kind or '?'} are not read")
    if len(found) > MOST_LINES:
        raise NotReadable(name, f"nhiều hơn {MOST_LINES} dòng", f"it has more than {MOST_LINES} lines")
    if any(len(text) > LONGEST for text in found):
        raise NotReadable(name, f"có dòng dài hơn {LONGEST} chữ", f"a line is longer than {LONGEST} letters")
    plain = ((number, _plain(text)) for number, text in enumerate(found, 1))
    return tuple(Line(number, text) for number, text in plain if text)


def _plain(text: str) -> str:
    """Take away what only says how a line looks."""
    text = _SUPERSCRIPT.sub(r"[^\1]", text.strip())
    text = _MARKS.sub("", text)
    return re.sub(r"\s+", " ", text.replace("*", "")).strip()


def _of_docx(content: bytes, name: str) -> list[str]:
    """Return the paragraphs and table rows of a Word file, and its footnotes last."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_shape(packed.infolist(), name)
        book = docx.Document(io.BytesIO(content))
        if len(book.element.xpath(".//w:tc")) > MOST_CELLS:
            raise NotReadable(name, f"nhiều hơn {MOST_CELLS} ô bảng", f"it has more than {MOST_CELLS} cells in tables")
        found: list[str] = []
        for part in book.iter_inner_content():
            found += _of_table(part) if isinstance(part, Table) else _runs(part).splitlines() or [""]
            if len(found) > MOST_LINES:
                break
    except NotReadable:
        raise
    except Exception as error:  # a broken file is met with errors of every kind
        raise NotReadable(name, "tệp Word hỏng", "the Word file is broken") from error
    return found


def _refuse_shape(parts: list[zipfile.ZipInfo], name: str) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > 2 * LARGEST:
        raise NotReadable(name, "tệp nén bung ra quá lớn", "it unfolds to far too much")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise NotReadable(name, "tệp có macro", "it holds macros")


def _of_table(table: Table) -> list[str]:
    """Return each row as a line. A cell is taken once, however many columns it says that it spans."""
    rows = []
    for row in table.rows:
        cells = (_Cell(one, table).text.strip() for one in row._tr.tc_lst)
        rows.append(" ".join(dict.fromkeys(cells)))
    return rows


def _runs(paragraph: Paragraph) -> str:
    """Return a paragraph's words; digits that are raised are marks of footnotes."""
    return "".join(
        f"<sup>{run.text.strip('() ')}</sup>" if run.font.superscript else run.text for run in paragraph.runs
    )
