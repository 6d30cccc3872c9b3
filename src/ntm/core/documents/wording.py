"""The fixed words of an official document, and how its lines end (Decree 30/2020/NĐ-CP, appendix I)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from ntm.core.documents.parts import Article, Block, Bullet, OfficialDocument, Paragraph

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
SAMPLE = "DỮ LIỆU MẪU – KHÔNG PHẢI VĂN BẢN THẬT"
_ENDINGS = " .;,/"


def body_lines(document: OfficialDocument) -> tuple[str, ...]:
    """The issuing body on one or two lines: a committee stands above the name of its unit."""
    committee = "ỦY BAN NHÂN DÂN"
    unit = document.body.removeprefix(committee).strip()
    return (committee, unit) if unit and unit != document.body else (document.body,)


def number_line(document: OfficialDocument) -> str:
    """``Số: 05/KH-UBND``: numbers below ten get a zero; a draft leaves room."""
    number = f"{document.number:02d}" if document.number is not None else "      "
    return f"Số: {number}/{document.symbol}"


def day_line(document: OfficialDocument) -> str:
    """``Thái Nguyên, ngày 05 tháng 02 năm 2024``: a zero before days below ten and before months 1 and 2."""
    day = document.issued_on
    if day is None:
        return f"{document.place}, ngày      tháng      năm"
    return f"{document.place}, {in_words(day)}"


def in_words(day: date) -> str:
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def bases_of(document: OfficialDocument) -> tuple[str, ...]:
    """Each ground ends with a semicolon, the last with a full stop."""
    lines = [line.strip().rstrip(_ENDINGS) for line in document.bases]
    return tuple(f"{line}{'.' if line is lines[-1] else ';'}" for line in lines)


def recipients_of(document: OfficialDocument) -> tuple[str, ...]:
    lines = [line.strip().lstrip("- ").rstrip(_ENDINGS) for line in document.recipients]
    return tuple(f"- {line}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, 1))


def addressees_of(document: OfficialDocument) -> tuple[str, ...]:
    """One receiver stands behind ``Kính gửi:``; several stand below it, one on a line behind a dash."""
    lines = [line.strip().lstrip("- ").rstrip(_ENDINGS) for line in document.addressees]
    if len(lines) == 1:
        return (f"Kính gửi: {lines[0]}.",)
    listed = (f"- {line}{'.' if place == len(lines) else ';'}" for place, line in enumerate(lines, 1))
    return ("Kính gửi:", *listed) if lines else ()


def ended(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Let the last sentence of the text end with ``./.``; nothing is added behind a heading or table."""
    *before, last = blocks or (None,)
    if isinstance(last, Paragraph | Bullet):
        return (*before, type(last)(_closed(last.text)))
    if isinstance(last, Article):
        return (*before, Article(last.number, _closed(last.text)))
    return tuple(blocks)


def enclosed_with(document: OfficialDocument) -> str:
    """``(Kèm theo Báo cáo số 05/BC-UBND ngày … của …)`` under the title of an annex."""
    number = f"{document.number:02d}" if document.number is not None else "    "
    day = in_words(document.issued_on) if document.issued_on else "ngày     tháng     năm"
    body = document.body.title().replace("Ủy Ban Nhân Dân", "Ủy ban nhân dân")
    for kind in ("Tỉnh", "Huyện", "Thành Phố", "Thị Xã", "Xã", "Phường", "Thị Trấn"):
        body = body.replace(f" {kind} ", f" {kind.lower()} ")
    return f"(Kèm theo {document.kind.name_in_words} số {number}/{document.symbol} {day} của {body})"


def composed(text: str) -> str:
    """Join letters and their marks into one character each, as TCVN 6909:2001 writes them."""
    return unicodedata.normalize("NFC", text)


def _closed(text: str) -> str:
    return f"{text.rstrip().rstrip(_ENDINGS)}./."
