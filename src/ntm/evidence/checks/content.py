"""Decides by content what a file is, and refuses what no office should open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from ntm.core.problems import Text
from ntm.evidence.checks.office import check_office, check_open_document
from ntm.evidence.checks.pdf import Signature, check_pdf
from ntm.evidence.checks.photo import Taken, check_photo
from ntm.evidence.problems import Empty, HeicPhoto, OldOffice, TooLarge, WrongContent

_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCX = f"{_OFFICE}wordprocessingml.document"
_XLSX = f"{_OFFICE}spreadsheetml.sheet"
_OPEN = "application/vnd.oasis.opendocument."

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypheim", b"ftypheis", b"ftypmif1", b"ftypmsf1", b"ftypavif")


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its type, and what it tells of itself."""

    content_type: str
    taken: Taken | None = None
    signature: Signature | None = None


def checked(content: bytes, name: str) -> Checked:
    """Return what a file is; raise a FileRefused that says what is wrong with it."""
    if not content:
        raise Empty(name)
    if len(content) > settings.EVIDENCE_MAX_MB * 1024 * 1024:
        raise TooLarge(name, settings.EVIDENCE_MAX_MB)
    # These two are met daily, under right and wrong names; each has a remedy of its own.
    if content.startswith(_OLD_OFFICE):
        raise OldOffice(name)
    if content[4:12] in _HEIC:
        raise HeicPhoto(name)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in _ENDINGS:
        raise WrongContent(name, _not_taken(ending))
    begins, check = _ENDINGS[ending]
    if not content.startswith(begins):
        raise WrongContent(name, Text(f"nội dung không phải là .{ending}", f"its content is not .{ending}"))
    return check(content, name)


def check_workbook(content: bytes, name: str) -> None:
    """Raise a FileRefused unless the bytes are an .xlsx without anything that can run, of a kind that one may unpack.

    For doors that read a workbook rather than keep it.
    """
    if len(content) > settings.EVIDENCE_MAX_MB * 1024 * 1024:
        raise TooLarge(name, settings.EVIDENCE_MAX_MB)
    check_office(content, name, "xl/workbook.xml")


def _not_taken(ending: str) -> Text:
    if not ending:
        return Text("tên tệp không có phần đuôi", "its name has no ending")
    return Text(f"không nhận tệp .{ending}", f".{ending} files are not taken")


def _photo(content_type: str) -> Callable[[bytes, str], Checked]:
    return lambda content, name: Checked(content_type, taken=check_photo(content, name, content_type))


def _office(content_type: str, part: str) -> Callable[[bytes, str], Checked]:
    def check(content: bytes, name: str) -> Checked:
        check_office(content, name, part)
        return Checked(content_type)

    return check


def _open_document(content_type: str) -> Callable[[bytes, str], Checked]:
    def check(content: bytes, name: str) -> Checked:
        check_open_document(content, name, content_type)
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
    "odt": (b"PK\x03\x04", _open_document(f"{_OPEN}text")),
    "ods": (b"PK\x03\x04", _open_document(f"{_OPEN}spreadsheet")),
}
