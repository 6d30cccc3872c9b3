"""Reading a backup from end to end: every row, every file, every checksum."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from ntm.audit.heads import Head
from ntm.config.backup.container import FILE_LIST, MANIFEST, Reader, opened
from ntm.config.backup.lines import Row, Tally, row_of
from ntm.config.backup.manifest import FileKept, Manifest, TableKept
from ntm.config.backup.problems import Damaged


def check(path: Path, passphrase: str | None, *, name: str = "") -> Manifest:
    """Read a whole backup and return what it says of itself. Raises what ``opened`` raises, or Damaged."""
    with opened(path, passphrase, name=name) as reader:
        check_opened(reader)
        return reader.manifest


def check_opened(reader: Reader) -> None:
    """Read everything in an opened backup. Raises Damaged at the first place that isn't as it was written."""
    manifest = reader.manifest
    expected = {"READ-ME.txt", MANIFEST, FILE_LIST, *(f"secrets/{name}" for name in manifest.secrets)}
    for kept in manifest.tables:
        expected.add(_entry_of(kept))
        for _ in rows_of(reader, kept):
            pass
    for file in files_of(reader):
        expected.add(file.entry)
        for _ in content_of(reader, file):
            pass
    if strange := reader.entries ^ expected:
        raise Damaged(reader.name, min(strange))


def rows_of(reader: Reader, kept: TableKept) -> Iterator[Row]:
    """Yield the rows of a table. Raises Damaged after the last one when they aren't those that were written."""
    tally = Tally(kept.table)
    entry = _entry_of(kept)
    try:
        yield from tally.over(map(row_of, reader.lines(entry)))
    except (ValueError, TypeError, IndexError) as error:
        raise Damaged(reader.name, entry) from error
    if (tally.rows, tally.checksum) != (kept.rows, kept.checksum):
        raise Damaged(reader.name, entry)


def files_of(reader: Reader) -> Iterator[FileKept]:
    """Yield the files of a backup. Raises Damaged after the last one when the list isn't the one that was written."""
    listed = sha256()
    for line in reader.lines(FILE_LIST):
        listed.update(line)
        try:
            yield FileKept(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise Damaged(reader.name, FILE_LIST) from error
    if listed.hexdigest() != reader.manifest.files_sha256:
        raise Damaged(reader.name, FILE_LIST)


def content_of(reader: Reader, file: FileKept) -> Iterator[bytes]:
    """Yield a file's bytes. Raises Damaged after the last ones when they aren't those that were written."""
    digest = sha256()
    for block in reader.blocks(file.entry):
        digest.update(block)
        yield block
    if digest.hexdigest() != file.sha256:
        raise Damaged(reader.name, file.entry)


def head_of(path: Path, passphrase: str | None) -> Head:
    """Return the end of the audit log as a backup remembers it."""
    with opened(path, passphrase) as reader:
        return Head(reader.manifest.log_lines, reader.manifest.log_seal)


def _entry_of(kept: TableKept) -> str:
    return f"database/{kept.table.name}.jsonl"
