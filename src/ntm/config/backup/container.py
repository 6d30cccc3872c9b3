"""The one file: a ZIP archive, so that it can be read without this program; sealed whole when asked for.

Entries: ``READ-ME.txt``, ``database/<table>.jsonl`` (one row a line), ``files/<store>/<name>``, ``law/…``,
``secrets/…`` in a sealed one only, ``files.jsonl`` (the list of files) and last ``manifest.json``.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from ntm.config.backup.manifest import LaterFormat, Manifest, read_manifest
from ntm.config.backup.problems import AlreadyThere, Damaged, MadeByNewer, NoPassphrase, NotABackup, WrongPassphrase
from ntm.config.backup.sealing import BadChunk, BadKey, SealedReader, SealingWriter, is_sealed
from ntm.evidence.storage import to_disk

MANIFEST = "manifest.json"
FILE_LIST = "files.jsonl"
UNFINISHED = ".unfinished"
_BLOCK = 1 << 20
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, BadChunk, EOFError, NotImplementedError)


class Writer:
    """Writes entries one after the other; the archive may be longer than memory."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    @contextmanager
    def entry(self, name: str, *, compress: bool = True) -> Iterator[IO[bytes]]:
        """Open a new entry to be written."""
        told = zipfile.ZipInfo(name, date_time=(2024, 1, 1, 0, 0, 0))
        told.compress_type = zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED
        told.external_attr = 0o600 << 16
        with self._archive.open(told, "w", force_zip64=True) as stream:
            yield stream

    def put(self, name: str, content: bytes) -> None:
        """Write a small entry."""
        with self.entry(name) as stream:
            stream.write(content)


@contextmanager
def written(path: Path, passphrase: str | None) -> Iterator[Writer]:
    """Write a container under a name of its own, and bring it to the disk; ``keep`` gives it its final name.

    When anything goes wrong, nothing is left.
    """
    if path.exists():
        raise AlreadyThere(str(path))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = draft_of(path)
    draft.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as below:
            if passphrase is None:
                with zipfile.ZipFile(below, "w", compresslevel=3) as archive:
                    yield Writer(archive)
            else:
                yield from _sealed(below, passphrase)
            below.flush()
            os.fsync(below.fileno())
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _sealed(below: BinaryIO, passphrase: str) -> Iterator[Writer]:
    sealing = SealingWriter(below, passphrase)
    try:
        with zipfile.ZipFile(cast(IO[bytes], sealing), "w", compresslevel=3) as archive:
            yield Writer(archive)
        sealing.close()
    except BaseException:
        sealing.abandon()
        raise


def draft_of(path: Path) -> Path:
    """Return the name under which a container is written before it is known to be whole."""
    return path.with_name(f".{path.name}{UNFINISHED}")


def keep(path: Path) -> None:
    """Give a container that was written and checked its final name."""
    if path.exists():
        raise AlreadyThere(str(path))
    draft_of(path).rename(path)
    to_disk(path.parent)


class Reader:
    """Reads a container; every error of the archive is said as Damaged."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self.name = name
        self.manifest = self._manifest()

    @property
    def entries(self) -> set[str]:
        return set(self._archive.namelist())

    @contextmanager
    def entry(self, name: str) -> Iterator[IO[bytes]]:
        """Open an entry to be read."""
        try:
            with self._archive.open(name) as stream:
                yield stream
        except (*_ZIP_ERRORS, KeyError) as error:
            raise Damaged(self.name, name) from error

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of an entry."""
        with self.entry(name) as stream:
            yield from stream

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield an entry block by block."""
        with self.entry(name) as stream:
            while block := stream.read(_BLOCK):
                yield block

    def whole(self, name: str) -> bytes:
        """Return a small entry."""
        return b"".join(self.blocks(name))

    def _manifest(self) -> Manifest:
        try:
            return read_manifest(self.whole(MANIFEST))
        except LaterFormat as later:
            raise MadeByNewer(later.version, [MANIFEST]) from later
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged(self.name, MANIFEST) from error


def needs_passphrase(path: Path) -> bool:
    """Whether a container is sealed. Raises NotABackup when there is no such file."""
    try:
        with path.open("rb") as below:
            return is_sealed(below.read(32))
    except OSError as error:
        raise NotABackup(str(path)) from error


@contextmanager
def opened(path: Path, passphrase: str | None, *, name: str = "") -> Iterator[Reader]:
    """Open a container. Raises NotABackup, NoPassphrase, WrongPassphrase, Damaged or MadeByNewer."""
    shown = name or str(path)
    sealed = needs_passphrase(path)
    with path.open("rb") as below:
        try:
            archive = zipfile.ZipFile(_unsealed(below, passphrase, shown) if sealed else below)
        except _ZIP_ERRORS as error:
            raise (Damaged(shown, "zip") if sealed else NotABackup(shown)) from error
        with archive:
            if MANIFEST not in archive.namelist():
                raise NotABackup(shown)
            yield Reader(archive, shown)


def _unsealed(below: BinaryIO, passphrase: str | None, name: str) -> IO[bytes]:
    if passphrase is None:
        raise NoPassphrase
    try:
        return io.BufferedReader(cast(Any, SealedReader(below, passphrase)))
    except BadKey as error:
        raise WrongPassphrase(name) from error
