"""What an official document is made of, whatever it is printed on (Decree 30/2020/NĐ-CP, appendix I)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    """The kinds of document, by their abbreviations in appendix III of the decree."""

    PLAN = "KH"
    REPORT = "BC"
    SUBMISSION = "TTr"
    DECISION = "QĐ"
    MINUTES = "BB"

    @property
    def name_in_capitals(self) -> str:
        return _NAMES[self].upper()

    @property
    def name_in_words(self) -> str:
        """The kind inside a sentence or at its beginning: ``Kế hoạch``."""
        return _NAMES[self]


_NAMES = {
    DocumentKind.PLAN: "Kế hoạch",
    DocumentKind.REPORT: "Báo cáo",
    DocumentKind.SUBMISSION: "Tờ trình",
    DocumentKind.DECISION: "Quyết định",
    DocumentKind.MINUTES: "Biên bản",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its numbering in the text: level 1 ``I. …``, 2 ``1. …``, 3 ``a) …``."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """One entry of a list, printed behind a dash."""

    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """``Điều 1. …`` of a decision."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Column:
    """``align`` is ``left``, ``right`` or ``center``; ``width`` is a share of the table's width."""

    name: str
    align: str = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words as long as the columns; ``total_rows`` are places of rows that sum others."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total_rows: frozenset[int] = frozenset()
    unit: str = ""


Block = Heading | Paragraph | Bullet | Article | Table


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: ``TM. ỦY BAN NHÂN DÂN``, ``KT. CHỦ TỊCH``, ``PHÓ CHỦ TỊCH``, and the name without titles."""

    capacity: str
    by_order: str
    position: str
    name: str


@dataclass(frozen=True, slots=True)
class Annex:
    """Tables on pages of their own, with page numbers of their own."""

    number: str
    title: str
    tables: tuple[Table, ...]
    landscape: bool = True


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A whole document. ``number`` and ``issued_on`` are None in a draft, which leaves their places open.

    ``authority`` is who decides, in capitals, in a decision. ``verify_address`` is printed as a QR code.
    """

    kind: DocumentKind
    parent_body: str
    body: str
    number: int | None
    symbol: str
    place: str
    issued_on: date | None
    subject: str
    blocks: tuple[Block, ...]
    signature: Signature
    recipients: tuple[str, ...]
    addressees: tuple[str, ...] = ()
    authority: str = ""
    bases: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = ()
    verify_address: str = ""
    is_sample: bool = False
