"""What a backup says about itself: enough to check it, and to know whether this program can take it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from ntm.config.backup.columns import Column
from ntm.config.backup.tables import Table

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TableKept:
    """A table in a backup: how many rows, and their checksum in the form of ``lines.Tally``."""

    table: Table
    rows: int
    checksum: str


@dataclass(frozen=True, slots=True)
class FileKept:
    """A file in a backup; ``store`` is one of ``files.STORES``."""

    store: str
    name: str
    size: int
    sha256: str

    @property
    def entry(self) -> str:
        """Where in the backup its bytes are."""
        return f"files/{self.store}/{self.name}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that a backup says about itself.

    ``files`` counts them; ``files_sha256`` is that of the list in ``files.jsonl``. ``unsound`` are files that rows
    name and that were missing or changed when the backup was made. ``log_is_whole`` tells whether the audit log
    verified then.
    """

    made_at: str
    version: str
    engine: str
    province: str
    migrations: tuple[tuple[str, str], ...]
    tables: tuple[TableKept, ...]
    left_out: tuple[str, ...]
    files: int
    files_bytes: int
    files_sha256: str
    unsound: tuple[str, ...]
    log_lines: int
    log_seal: str
    log_is_whole: bool
    law: str
    secrets: tuple[str, ...]
    secrets_left_out: tuple[str, ...]

    @property
    def rows(self) -> int:
        return sum(kept.rows for kept in self.tables)

    @property
    def fingerprint(self) -> str:
        """A short name for exactly this content, to be written down elsewhere."""
        return sha256(self.written()).hexdigest()[:16]

    def written(self) -> bytes:
        """Return the manifest as it stands in the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()


class LaterFormat(Exception):
    """The manifest is written in a way that only a newer program knows."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


def read_manifest(written: bytes) -> Manifest:
    """Read a manifest; raise LaterFormat, or ValueError, KeyError or TypeError when it is none."""
    told: dict[str, Any] = json.loads(written)
    if int(told.pop("format")) > FORMAT:
        raise LaterFormat(str(told.get("version", "?")))
    told["tables"] = tuple(map(_table, told["tables"]))
    told["migrations"] = tuple((app, name) for app, name in told["migrations"])
    for name in ("left_out", "unsound", "secrets", "secrets_left_out"):
        told[name] = tuple(told[name])
    return Manifest(**told)


def _table(told: dict[str, Any]) -> TableKept:
    table = told["table"]
    columns = tuple(Column(**column) for column in table["columns"])
    return TableKept(Table(table["name"], Column(**table["key"]), columns), told["rows"], told["checksum"])
