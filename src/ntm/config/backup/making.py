"""Making a backup while people work: one moment of the database, the files that it names, the law, the audit head."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from ntm.audit.services import LogWasChanged, record, verify
from ntm.config.backup import files
from ntm.config.backup.checking import check
from ntm.config.backup.container import FILE_LIST, MANIFEST, Writer, draft_of, keep, written
from ntm.config.backup.lines import Row, Tally, line_of
from ntm.config.backup.manifest import FileKept, Manifest, TableKept
from ntm.config.backup.problems import SecretsNeedASeal
from ntm.config.backup.secrets import secret_files
from ntm.config.backup.snapshot import rows, snapshot
from ntm.config.backup.tables import AUDIT, SESSIONS, Schema, Table, schema_of
from ntm.config.version import program_version
from ntm.core.problems import Text

Tell = Callable[[Text], object]
READ_ME = """Bản sao lưu của ntm (phần mềm điều hành Chương trình MTQG xây dựng nông thôn mới).
Khôi phục: cài ntm trên máy trống, chạy `ntm restore TỆP`. Kiểm tra: `ntm backup check TỆP`.
database/*.jsonl: mỗi bảng một tệp, mỗi hàng một dòng; cột và mã kiểm tra ghi ở manifest.json.

A backup of ntm (software for the New Rural Development programme).
To restore: install ntm on an empty machine, run `ntm restore FILE`. To check: `ntm backup check FILE`.
database/*.jsonl: one file a table, one line a row; columns and checksums stand in manifest.json.
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an administrator asks for: where, sealed by which passphrase, and whether keys go along."""

    path: Path
    passphrase: str | None = None
    with_secrets: bool = False


@dataclass(slots=True)
class _Log:
    """What the audit log says at the moment of the snapshot."""

    is_whole: bool
    lines: int = 0
    seal: str = ""

    def follow(self, table: Table, found: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows of the log as they come, and remember the last."""
        number, seal = table.place_of("number"), table.place_of("seal")
        for row in found:
            self.lines, self.seal = int(str(row[number])), str(row[seal])
            yield row


@dataclass(slots=True)
class _Files:
    """The files that were kept, and those that couldn't be."""

    kept: list[FileKept] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)


def back_up(wanted: Wanted, *, by: str, at: datetime, tell: Tell, using: str = "default") -> Manifest:
    """Write everything into one file, read it back, and only then give it its name; one line in the log.

    What goes wrong leaves no file. Raises a Problem of ``problems``, or what the machine raises.
    """
    if wanted.with_secrets and wanted.passphrase is None:
        raise SecretsNeedASeal
    with written(wanted.path, wanted.passphrase) as writer:
        _fill(writer, wanted, at=at, tell=tell, using=using)
    tell(Text("Đọc lại để kiểm tra …", "Reading it back …"))
    try:
        made = check(draft_of(wanted.path), wanted.passphrase, name=str(wanted.path))
    except BaseException:
        draft_of(wanted.path).unlink(missing_ok=True)
        raise
    keep(wanted.path)
    if using == "default":
        record("config.backup_made", subject=wanted.path.name, by=by, at=at, detail=_told(made, wanted))
    return made


def _told(made: Manifest, wanted: Wanted) -> dict[str, object]:
    return {
        "fingerprint": made.fingerprint,
        "rows": made.rows,
        "files": made.files,
        "encrypted": wanted.passphrase is not None,
        "log_lines": made.log_lines,
    }


def _fill(writer: Writer, wanted: Wanted, *, at: datetime, tell: Tell, using: str) -> None:
    log = _Log(_log_is_whole(using))
    found = _Files()
    writer.put("READ-ME.txt", READ_ME.encode())
    with snapshot(using) as second:
        schema, engine = schema_of(using), second.vendor
        tables, named = _put_tables(writer, second, schema, log, tell)
    for store, names in named.items():
        tell(Text(f"Kho tệp “{store}”: {len(names)}", f"Store of files “{store}”: {len(names)}"))
        _put_files(writer, store, sorted(names), found)
    _put_law(writer, found)
    included, left_out = secret_files(wanted.with_secrets)
    for name, path in included.items():
        writer.put(f"secrets/{name}", path.read_bytes())
    manifest = Manifest(
        made_at=at.isoformat(timespec="seconds"),
        version=program_version(),
        engine=f"{engine}, Python {platform.python_version()}",
        province=settings.HOME_PROVINCE,
        migrations=schema.migrations,
        tables=tuple(tables),
        left_out=tuple(sorted(SESSIONS & {table.name for table in schema.tables})),
        files=len(found.kept),
        files_bytes=sum(one.size for one in found.kept),
        files_sha256=_put_list(writer, found.kept),
        unsound=tuple(found.unsound),
        log_lines=log.lines,
        log_seal=log.seal,
        log_is_whole=log.is_whole,
        law=files.law_fingerprint(),
        secrets=tuple(included),
        secrets_left_out=tuple(left_out),
    )
    writer.put(MANIFEST, manifest.written())


def _put_list(writer: Writer, kept: Iterable[FileKept]) -> str:
    """Write the list of files and return its hash."""
    listed = sha256()
    with writer.entry(FILE_LIST) as stream:
        for one in kept:
            line = json.dumps(asdict(one), ensure_ascii=False).encode() + b"\n"
            listed.update(line)
            stream.write(line)
    return listed.hexdigest()


def _log_is_whole(using: str) -> bool:
    try:
        verify(using=using)
    except LogWasChanged:
        return False
    return True


def _put_tables(
    writer: Writer, second: BaseDatabaseWrapper, schema: Schema, log: _Log, tell: Tell
) -> tuple[list[TableKept], dict[str, set[str]]]:
    """Write every table but the sessions; return what was kept, and the names of files by their store."""
    kept = []
    columns = files.columns_with_files()
    named: dict[str, set[str]] = {store: set() for store in files.stores()}
    named[files.OUTBOX] = set(files.all_names(files.outbox()))
    for table in schema.tables:
        if table.name in SESSIONS:
            continue
        found = rows(second, table)
        if table.name == AUDIT:
            found = log.follow(table, found)
        for column, store in columns.get(table.name, {}).items():
            found = _names_in(found, table.place_of(column), named[store])
        tally = Tally(table)
        with writer.entry(f"database/{table.name}.jsonl") as stream:
            stream.writelines(map(line_of, tally.over(found)))
        kept.append(TableKept(table, tally.rows, tally.checksum))
        if tally.rows >= 10_000:
            tell(Text(f"{table.name}: {tally.rows} hàng", f"{table.name}: {tally.rows} rows"))
    return kept, named


def _names_in(found: Iterable[Row], place: int, names: set[str]) -> Iterator[Row]:
    """Yield the rows as they come, and gather the files that they name."""
    for row in found:
        if row[place]:
            names.add(str(row[place]))
        yield row


def _put_files(writer: Writer, store: str, names: Iterable[str], found: _Files) -> None:
    storage = files.stores()[store]
    for name in names:
        try:
            stream = files.blocks(storage, name)
            first = next(stream, b"")
        except OSError:
            found.unsound.append(f"{store}/{name}")
            continue
        kept = _put(writer, store, name, _after(first, stream))
        found.kept.append(kept)
        if not files.is_as_named(name, kept.sha256):
            found.unsound.append(f"{store}/{name}")


def _after(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _put_law(writer: Writer, found: _Files) -> None:
    for name, path in files.law_files().items():
        found.kept.append(_put(writer, files.LAW, name, [path.read_bytes()]))


def _put(writer: Writer, store: str, name: str, content: Iterable[bytes]) -> FileKept:
    """Write one file; evidence and papers are of compressed kinds, so only the rest is compressed."""
    size, digest = 0, sha256()
    with writer.entry(f"files/{store}/{name}", compress=store in {files.LAW, files.OUTBOX}) as stream:
        for block in content:
            stream.write(block)
            digest.update(block)
            size += len(block)
    return FileKept(store, name, size, digest.hexdigest())
