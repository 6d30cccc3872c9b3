from __future__ import annotations

import io
import zipfile
import zlib

from django.conf import settings

from ntm.core.problems import Text
from ntm.evidence.problems import Dangerous, TooLarge, WrongContent

MOST_PARTS = 2_000
MOST_TIMES = 200  # how many times larger than the file its content may be
_NEVER = ("vbaproject.bin", "vbadata.xml", "activex", "embeddings/", "externallinks/", "macrosheets/")


def check_office(content: bytes, name: str, part: str) -> None:
    """Raise unless the bytes are a Word or Excel file (``part`` is its main part) with nothing that can run."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise WrongContent(name, Text("tệp bị hỏng", "the file is broken")) from error
    names = [one.filename.lower() for one in parts]
    if part not in names or "[content_types].xml" not in names:
        raise WrongContent(name, Text("không phải tệp Word, Excel như tên ghi", "not the Office file its name says"))
    _refuse_bomb(parts, len(content), name)
    if any(never in one for one in names for never in _NEVER):
        raise Dangerous(name, Text("có macro hoặc tệp nhúng", "it holds macros or embedded files"))
    _refuse_broken(archive, parts, name)


def _refuse_bomb(parts: list[zipfile.ZipInfo], size: int, name: str) -> None:
    unpacked = sum(one.file_size for one in parts)
    most_mb: int = settings.EVIDENCE_MAX_MB
    if len(parts) > MOST_PARTS or unpacked > MOST_TIMES * size or unpacked > 10 * most_mb * 1024 * 1024:
        raise TooLarge(name, most_mb)
    if any(one.flag_bits & 1 for one in parts):
        raise Dangerous(name, Text("tệp có mật khẩu", "it is locked with a password"))


def _refuse_broken(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    """Read every part once: a size that lies, a wrong checksum and a macro's type are found."""
    try:
        for one in parts:
            with archive.open(one) as stream:
                read = stream.read(one.file_size + 1)
            if one.filename.lower() == "[content_types].xml" and b"macroenabled" in read.lower():
                raise Dangerous(name, Text("có macro", "it holds macros"))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise WrongContent(name, Text("tệp bị hỏng", "the file is broken")) from error
