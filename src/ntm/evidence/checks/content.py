"""Decides by content what a file is, and refuses what no office should open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from ntm.core.problems import Text
from ntm.evidence.checks.office import check_office
from ntm.evidence.checks.pdf import Signature, check_pdf
from ntm.evidence.checks.photo import Taken, check_photo
from ntm.evidence.problems import Empty, TooLarge, WrongContent

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its type, and what it tells of itself."""

    content_type: str
    taken: Taken | None = None
    signature: Signature | None = None


def checked(content: bytes, name: str) -> Checked:
    """Return what a file is; raise Empty, TooLarge, WrongContent or Dangerous."""
    if not content:
        raise Empty(name)
    if len(content) > settings.EVIDENCE_MAX_MB * 1024 * 1024:
        raise TooLarge(name, settings.EVIDENCE_MAX_MB)
    ending = name.rpartition(".")[2].lower()
    if ending not in _ENDINGS:
        raise WrongContent(name, Text(f"không nhận tệp .{ending}", f".{ending} files are not taken"))
    begins, check = _ENDINGS[ending]
    if not content.startswith(begins) or (ending == "webp" and content[8:12] != b"WEBP"):
        raise WrongContent(name, Text(f"nội dung không phải là .{ending}", f"its content is not .{ending}"))
    return check(content, name)


def _photo(content_type: str) -> Callable[[bytes, str], Checked]:
    return lambda content, name: Checked(content_type, taken=check_photo(content, name, content_type))


def _office(content_type: str, part: str) -> Callable[[bytes, str], Checked]:
    def check(content: bytes, name: str) -> Checked:
        check_office(content, name, part)
        return Checked(content_type)

    return check


def _pdf(content: bytes, name: str) -> Checked:
    return Checked("application/pdf", signature=check_pdf(content, name))


# By ending: the bytes with which such a file begins, and what looks inside.
_ENDINGS: dict[str, tuple[bytes, Callable[[bytes, str], Checked]]] = {
    "jpg": (b"\xff\xd8\xff", _photo("image/jpeg")),
    "jpeg": (b"\xff\xd8\xff", _photo("image/jpeg")),
    "png": (b"\x89PNG\r\n\x1a\n", _photo("image/png")),
    "webp": (b"RIFF", _photo("image/webp")),
    "pdf": (b"%PDF-", _pdf),
    "docx": (b"PK\x03\x04", _office(_DOCX, "word/document.xml")),
    "xlsx": (b"PK\x03\x04", _office(_XLSX, "xl/workbook.xml")),
}
