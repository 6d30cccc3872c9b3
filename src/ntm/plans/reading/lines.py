"""The lines of a document, whatever kind of file it came in, without the marks that only say how they look."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePath

from ntm.core.problems import Problem, Text

LARGEST = 10_000_000  # bytes of a file
MOST_LINES, MOST_CELLS, MOST_PARTS = 20_000, 40_000, 2_000
LONGEST = 20_000  # letters of a line
_MARKS = re.compile(r"\*\*|__|(?<!\w)\*(?!\s)|(?<!\s)\*(?!\w)|^#+\s*|^>\s*|\\$")
_SUPERSCRIPT = re.compile(r"<sup>\s*[(\[]?(\d+|\*+)[)\]]?\s*</sup>")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_RAISED_DIGITS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
# A mark in brackets behind an amount: “216.750 triệu đồng (1)”, “… đồng [1]”, “… đồng (*)”.
_BEHIND_AMOUNT = re.compile(r"(?<=đồng)\s*[(\[](\d{1,2}|\*{1,3})[)\]]")
_RULE = re.compile(r"^[|:\s_=*-]*$")
_LABEL = re.compile(r"\s*(?:[-+•–*]|\d+(?:\.\d+)*[.)]|\d+(?:\.\d+)+|[IVX]+[.)]|[A-Za-zđĐ][.)])\s*")


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
    """One line with its number in the file, from 1; a footnote mark in it is written ``[^1]``.

    A row of a table has ``cells``; ``repeated`` are columns in which a merged cell of the row above goes on.
    ``joined`` are the numbers of following lines that go on in the middle of its sentence.
    """

    number: int
    text: str
    cells: tuple[str, ...] = ()
    repeated: tuple[int, ...] = ()
    joined: tuple[int, ...] = ()


def lines_of(content: bytes, name: str) -> tuple[Line, ...]:
    """Return the lines that say something. Raises NotReadable."""
    if len(content) > LARGEST:
        raise NotReadable(name, "tệp lớn hơn 10 MB", "it is larger than 10 MB")
    kind = PurePath(name).suffix.lower()
    if kind == ".docx":
        from ntm.plans.reading.word_file import lines_in_word

        found = lines_in_word(content, name)
    elif kind in {".md", ".txt"}:
        found = [_of_text(number, text) for number, text in enumerate(_decoded(content, name).splitlines(), 1)]
    else:
        raise NotReadable(name, f"không đọc loại tệp {kind or 'này'}", f"files of the kind {kind or '?'} are not read")
    if len(found) > MOST_LINES:
        raise NotReadable(name, f"có hơn {MOST_LINES} dòng", f"it has more than {MOST_LINES} lines")
    if any(len(line.text) > LONGEST for line in found):
        raise NotReadable(name, f"có dòng dài hơn {LONGEST} chữ", f"a line is longer than {LONGEST} letters")
    return tuple(line for line in map(_plain_line, found) if line.text)


def _decoded(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(name, "không phải chữ UTF-8", "it is not text in UTF-8") from error
    if "\0" in text:
        raise NotReadable(name, "không phải tệp chữ", "it is not a text file")
    return text


def _of_text(number: int, text: str) -> Line:
    """Take a row of a table apart: between strokes in Markdown, between tabs or wide gaps in plain text."""
    shown = text.strip()
    if shown.startswith("|") and shown.count("|") > 1:
        if _RULE.match(shown):
            return Line(number, "")
        return Line(number, shown, tuple(shown.strip("|").split("|")))
    return Line(number, shown, cells_of(re.split(r"\t+| {3,}", shown)))


def cells_of(parts: list[str]) -> tuple[str, ...]:
    """Return the cells that gaps in a line make; a number or a dash before a gap makes none."""
    filled = [part for part in parts if part.strip()]
    whole = len(filled) < 2 or _LABEL.fullmatch(filled[0]) or re.match(r"^[-+•–*]\s", filled[0])
    return () if whole else tuple(filled)


def _plain_line(line: Line) -> Line:
    if line.cells:
        cells = tuple(map(_plain, line.cells))
        text = " | ".join(cell for place, cell in enumerate(cells) if cell and place not in line.repeated)
        return replace(line, text=text, cells=cells)
    return replace(line, text=_plain(line.text))


def _plain(text: str) -> str:
    """Take away what only says how a line looks."""
    text = unicodedata.normalize("NFC", text.strip())
    text = _RAISED_DIGITS.sub(lambda hit: f"[^{hit[0].translate(_RAISED)}]", text)
    text = re.sub(r"\((\*{1,3})\)", r"[^\1]", text)
    text = _SUPERSCRIPT.sub(r"[^\1]", text)
    text = _BEHIND_AMOUNT.sub(r" [^\1]", text)
    if _RULE.match(text):
        return ""
    kept = re.sub(r"\[\^\*+\]", lambda hit: hit[0].replace("*", "\ue000"), text)
    kept = _MARKS.sub("", kept).replace("*", "").replace("\ue000", "*")
    return re.sub(r"\s+", " ", kept).strip()
