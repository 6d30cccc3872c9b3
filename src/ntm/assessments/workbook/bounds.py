"""Looks at a workbook before it is opened: a file of a thousand bytes may ask for more memory than any server has.

The reader makes a table from the first cell to the last one named, and writes out every shared text as often as it is
used. So the places, the texts and their uses are counted first, by a parser that keeps nothing.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from ntm.core.problems import Text
from ntm.evidence.checks import check_workbook
from ntm.evidence.problems import UnpacksTooLarge, WrongContent

MOST_ROWS, MOST_COLUMNS = 5_000, 64  # of a sheet; the template has about 140 and 11
MOST_CELLS = 500_000  # of a workbook; the sheets of 132 communes have 200,000
MOST_LETTERS = 20_000_000  # of all cells, shared texts as often as they are used
_XML = (".xml", ".rels")
_FILLS = {"v", "f", "is"}  # what makes a cell more than a place with a look


def refuse_bombs(content: bytes, name: str) -> None:
    """Raise a FileRefused unless the bytes are a workbook that opens to a size an office could have typed."""
    check_workbook(content, name)
    looked = _Looked()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.infolist():
                inside = archive.read(part)
                if part.filename.lower().endswith(_XML):
                    looked.at(inside)
                elif b"sheetData" in inside:  # a sheet under a name that no office program gives it
                    raise WrongContent(name, Text("cấu trúc tệp bất thường", "the file is put together strangely"))
    except expat.ExpatError as error:
        raise WrongContent(name, Text("tệp bị hỏng", "the file is broken")) from error
    except _TooMuch as error:
        raise UnpacksTooLarge(name) from error
    if looked.cells > MOST_CELLS or looked.letters() > MOST_LETTERS:
        raise UnpacksTooLarge(name)


class _TooMuch(Exception):
    """A cell stands where no sheet of an office reaches, or the part defines its own words."""


class _Looked:
    """What the parts of one workbook hold: how many cells, how long each shared text, how often each is used."""

    def __init__(self) -> None:
        self.cells = self._written = 0
        self._shared: list[int] = []
        self._uses: dict[int, int] = {}
        self._row = self._column = 0
        self._kind, self._value = "", ""
        self._is_value = self._is_shared = False

    def at(self, inside: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_own_words
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        self._row = self._column = 0
        parser.Parse(inside, True)

    def letters(self) -> int:
        known = dict(enumerate(self._shared))
        return self._written + sum(times * known.get(number, 0) for number, times in self._uses.items())

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(" ")[2]
        if kind == "row":
            self._row, self._column = self._told(attributes, _row_of, self._row), 0
        elif kind == "c":
            self._column = self._told(attributes, _column_of, self._column)
            self._row = max(self._row, self._told(attributes, _row_of, self._row - 1))
            self._kind = attributes.get("t", "")
        elif kind == "si":
            self._shared.append(0)
            self._is_shared = True
        elif kind in _FILLS:
            self.cells += 1
            if self._row > MOST_ROWS or self._column > MOST_COLUMNS or self.cells > MOST_CELLS:
                raise _TooMuch
        self._is_value = kind == "v"

    def _told(self, attributes: dict[str, str], read: Callable[[str], int], before: int) -> int:
        """Return the place that any attribute called ``r`` tells, else the one behind the last."""
        told = [read(value) for key, value in attributes.items() if key.rpartition(" ")[2] == "r"]
        return max(told, default=before + 1)

    def _words(self, words: str) -> None:
        if self._is_shared:
            self._shared[-1] += len(words)
        elif self._is_value and self._kind == "s":
            self._value += words[:20]
        else:
            self._written += len(words)

    def _end(self, tag: str) -> None:
        kind = tag.rpartition(" ")[2]
        if kind == "si":
            self._is_shared = False
        elif kind == "v" and self._value.strip().isdecimal():
            number = int(self._value)
            self._uses[number] = self._uses.get(number, 0) + 1
        if kind == "v":
            self._value, self._is_value = "", False


def _row_of(place: str) -> int:
    digits = "".join(letter for letter in place if letter.isdecimal())
    return int(digits[:9] or 0)


def _column_of(place: str) -> int:
    """Read the column of a place such as ``XFD12``; letters that are none make it far too large."""
    number = 0
    for letter in place[:9].upper():
        if letter.isalpha():
            number = 26 * number + (ord(letter) - 64 if "A" <= letter <= "Z" else 10**6)
    return number


def _refuse_own_words(*_: object) -> None:
    """No office program writes a document type; entities that grow stand in one."""
    raise _TooMuch
