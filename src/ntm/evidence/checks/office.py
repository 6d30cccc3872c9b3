"""Word, Excel, ODT and ODS: ZIP archives of parts, some of which can run."""

from __future__ import annotations

import io
import re
import zipfile

from django.conf import settings

from ntm.core.problems import Text
from ntm.evidence.problems import Dangerous, FileRefused, UnpacksTooLarge, WrongContent

MOST_PARTS = 2_000
MOST_TIMES = 200  # how many times larger than the file its content may be
_FIRST = 200
_SMALL = 1_000_000  # bytes that are never a bomb, however well they were packed

_MACROS = Text("có macro", "it holds macros")
_EMBEDDED = Text("có tệp nhúng", "it holds embedded files")
_LINKED = Text("có liên kết tự chạy tới nơi khác", "it holds a link that runs by itself")
_BROKEN = Text("tệp bị hỏng", "the file is broken")
# The data behind a chart is an embedded workbook without macros; any other embedded thing may run.
_HARMLESS_INSIDE = re.compile(r"/embeddings/[^/]+\.(xlsx|docx|pptx)$")
_BY_NAME = (
    (re.compile(r"vbaproject|vbadata|(^|/)macrosheets/|^basic/|^scripts/"), _MACROS),
    (re.compile(r"activex|/embeddings/|^object[^/]*\.bin$"), _EMBEDDED),
)
_BY_CONTENT = (
    (re.compile(r"\[content_types\]\.xml$"), re.compile(rb"macroenabled|ms-excel\.macrosheet"), _MACROS),
    (re.compile(r"\.rels$"), re.compile(rb"/attachedtemplate\"[^>]*targetmode=\"external"), _LINKED),
    (re.compile(r"externallinks/[^/]+\.xml$"), re.compile(rb"<(\w+:)?ddelink"), _LINKED),
    (re.compile(r"^meta-inf/manifest\.xml$"), re.compile(rb"encryption-data"), Text("có mật khẩu", "it is locked")),
)


def check_office(content: bytes, name: str, part: str) -> None:
    """Raise unless the bytes are a Word or Excel file (``part`` is its main part) with nothing that can run."""
    parts = _parts(content, name)
    if part not in parts or "[content_types].xml" not in parts:
        raise WrongContent(name, Text("không phải tệp Word, Excel như tên ghi", "not the Office file its name says"))


def check_open_document(content: bytes, name: str, content_type: str) -> None:
    """Raise unless the bytes are an OpenDocument of a type with nothing that can run."""
    parts = _parts(content, name)
    if parts.get("mimetype", b"").strip().decode("ascii", "replace") != content_type or "content.xml" not in parts:
        raise WrongContent(name, Text("không phải tệp ODT, ODS như tên ghi", "not the ODT or ODS its name says"))


def _parts(content: bytes, name: str) -> dict[str, bytes]:
    """Read every part once and return how each begins, by its name in small letters.

    A size that lies, a wrong checksum and macros are found on the way.
    """
    read: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_shape(archive, len(content), name)
            for one in archive.infolist():
                part = one.filename.lower()
                with archive.open(one) as stream:
                    inside = stream.read(one.file_size + 1)
                _refuse_part(part, inside, name)
                read[part] = inside[:_FIRST]
    except FileRefused:
        raise
    except Exception as error:  # a broken archive is met with errors of every kind
        raise WrongContent(name, _BROKEN) from error
    return read


def _refuse_shape(archive: zipfile.ZipFile, size: int, name: str) -> None:
    """Refuse bombs, passwords, archives with something in front or behind, and names that lead elsewhere."""
    parts = archive.infolist()
    unpacked = sum(one.file_size for one in parts)
    most: int = 10 * settings.EVIDENCE_MAX_MB * 1024 * 1024
    if len(parts) > MOST_PARTS or unpacked > most or unpacked > max(MOST_TIMES * size, _SMALL):
        raise UnpacksTooLarge(name)
    if any(one.flag_bits & 1 for one in parts):
        raise Dangerous(name, Text("tệp có mật khẩu", "it is locked with a password"))
    hidden = archive.comment or min((one.header_offset for one in parts), default=0)
    names = [one.filename for one in parts]
    if hidden or len(set(names)) < len(names) or any(_leads_elsewhere(part) for part in names):
        raise WrongContent(name, Text("cấu trúc tệp bất thường", "the file is put together in an unusual way"))


def _leads_elsewhere(part: str) -> bool:
    return part.startswith(("/", "\\")) or ":" in part or ".." in part.replace("\\", "/").split("/")


def _refuse_part(part: str, inside: bytes, name: str) -> None:
    for pattern, found in _BY_NAME:
        if pattern.search(part) and not _HARMLESS_INSIDE.search(part):
            raise Dangerous(name, found)
    for pattern, acts, found in _BY_CONTENT:
        if pattern.search(part) and acts.search(inside.lower()):
            raise Dangerous(name, found)
    if _HARMLESS_INSIDE.search(part):
        with zipfile.ZipFile(io.BytesIO(inside)) as nested:
            if any(_BY_NAME[0][0].search(one.lower()) for one in nested.namelist()):
                raise Dangerous(name, _MACROS)
