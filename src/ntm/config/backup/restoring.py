"""Bringing a backup back on an empty machine: everything, checked, or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, cast

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage
from django.core.management import call_command
from django.db import transaction

from ntm.audit.services import record, verify
from ntm.config.backup import files
from ntm.config.backup.checking import check_opened, content_of, files_of, rows_of
from ntm.config.backup.container import Reader, opened
from ntm.config.backup.loading import load, must_be_empty, prepare
from ntm.config.backup.making import Tell
from ntm.config.backup.manifest import FileKept, Manifest
from ntm.config.backup.problems import Damaged, MadeByNewer, NotEmpty
from ntm.config.backup.secrets import put_back
from ntm.config.backup.tables import pending_in, unknown_to_the_program
from ntm.core.problems import Text
from ntm.evidence.storage import WholeFiles, to_disk

MARK = "restore-unfinished"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back; ``law`` is where the backup's law was put, when it isn't the program's own."""

    manifest: Manifest
    law: Path | None
    secrets: tuple[str, ...]
    migrated: int  # migrations that the newer program added


def restore(path: Path, passphrase: str | None, *, by: str, at: datetime, tell: Tell) -> Restored:
    """Restore a backup into an empty installation; one line in the log.

    The backup is read whole before anything is touched. Files come first, under names that no row knows; the
    database comes in one transaction and is read back before it is kept. A restore that was cut off leaves a mark,
    and the next one clears what it left. Raises NotEmpty, MadeByNewer, OtherSchema, Damaged, CannotHold or NotEqual.
    """
    with opened(path, passphrase) as reader:
        manifest = reader.manifest
        if unknown := unknown_to_the_program(manifest.migrations):
            raise MadeByNewer(manifest.version, [f"{app}.{name}" for app, name in unknown])
        must_be_empty("default")
        tell(Text("Đọc toàn bộ bản sao lưu để kiểm tra …", "Reading the whole backup …"))
        check_opened(reader)
        _clear_what_was_left()
        _must_hold_no_files()
        with _marked(path):
            try:
                _put_files(reader, tell)
                law = _put_law(reader)
                for name in manifest.secrets:
                    put_back(name, reader.whole(f"secrets/{name}"))
                _put_rows(reader, by=by, at=at, tell=tell)
            except BaseException:
                _clear_what_was_left()
                raise
    return Restored(manifest, law, manifest.secrets, _bring_up_to_date(tell))


def _put_rows(reader: Reader, *, by: str, at: datetime, tell: Tell) -> None:
    manifest = reader.manifest
    tell(Text(f"Ghi {manifest.rows} hàng …", f"Writing {manifest.rows} rows …"))
    prepare("default", manifest.migrations)
    with transaction.atomic():
        load("default", [(kept, rows_of(reader, kept)) for kept in manifest.tables])
        if manifest.log_is_whole:
            end = verify()
            if (end.lines, end.seal) != (manifest.log_lines, manifest.log_seal):
                raise Damaged(reader.name, "audit")
        detail = {"fingerprint": manifest.fingerprint, "made_at": manifest.made_at, "rows": manifest.rows}
        record("config.backup_restored", subject=Path(reader.name).name, by=by, at=at, detail=detail)


def _must_hold_no_files() -> None:
    found = []
    for store, storage in files.stores().items():
        if next(files.all_names(storage), None) is not None:
            found.append(Text(f"tệp trong kho “{store}”", f"files in the store “{store}”"))
    if found:
        raise NotEmpty(found)


def _put_files(reader: Reader, tell: Tell) -> None:
    tell(Text(f"Ghi {reader.manifest.files} tệp …", f"Writing {reader.manifest.files} files …"))
    stores = files.stores()
    for file in files_of(reader):
        if file.store != files.LAW:
            _put(stores[file.store], file, reader)


def _put(storage: Storage, file: FileKept, reader: Reader) -> None:
    """Write one file under the name that it had; a folder takes it block by block, a bucket from a file."""
    if isinstance(storage, WholeFiles):
        kept = storage.save(file.name, cast(Any, _Blocks(content_of(reader, file), file.size)))
    else:
        with TemporaryFile() as whole:
            whole.writelines(content_of(reader, file))
            whole.seek(0)
            kept = storage.save(file.name, File(whole))
    if kept != file.name:
        raise NotEmpty([Text(f"tệp {file.name}", f"the file {file.name}")])


@dataclass(frozen=True, slots=True)
class _Blocks:
    """A file of a backup as a folder takes it."""

    blocks: Iterator[bytes]
    size: int

    def chunks(self) -> Iterator[bytes]:
        return self.blocks


class _marked:  # noqa: N801 - reads as a word: with _marked(path)
    """Keeps a mark in the home while a restore is under way."""

    def __init__(self, path: Path) -> None:
        self._told = json.dumps({"from": path.name}).encode()

    def __enter__(self) -> None:
        mark = mark_path()
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.write_bytes(self._told)
        to_disk(mark.parent)

    def __exit__(self, *_: object) -> None:
        mark_path().unlink(missing_ok=True)
        to_disk(mark_path().parent)


def mark_path() -> Path:
    """Return where the mark of a restore under way is."""
    return Path(settings.HOME) / MARK


def _clear_what_was_left() -> None:
    """Delete the files of a restore that was cut off; without its mark, nothing."""
    if mark_path().exists():
        for storage in files.stores().values():
            for name in list(files.all_names(storage)):
                storage.delete(name)


def _put_law(reader: Reader) -> Path | None:
    """Write the backup's law beside the data when it isn't the law of this program; return where."""
    if reader.manifest.law == files.law_fingerprint():
        return None
    folder = Path(settings.HOME) / files.LAW
    for file in files_of(reader):
        if file.store == files.LAW:
            path = folder / file.name
            if not path.resolve().is_relative_to(folder.resolve()):
                raise Damaged(reader.name, file.entry)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"".join(content_of(reader, file)))
    return folder


def _bring_up_to_date(tell: Tell) -> int:
    pending = len(pending_in("default"))
    if pending:
        tell(Text(f"Cập nhật cấu trúc: {pending} bước …", f"Bringing the tables up to date: {pending} steps …"))
        call_command("migrate", verbosity=0)
    return pending
