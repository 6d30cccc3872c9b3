"""From one database to the other, in one transaction, with the proof that both hold the same."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connections, transaction

from ntm.audit.services import record, verify
from ntm.config.backup.loading import held_in, load, must_be_empty, prepare
from ntm.config.backup.making import Tell
from ntm.config.backup.manifest import TableKept
from ntm.config.backup.problems import NotAnAddress, WrittenMeanwhile
from ntm.config.backup.snapshot import rows, snapshot
from ntm.config.backup.tables import pending_in, schema_of
from ntm.config.databases import database_at
from ntm.core.problems import Text

TARGET = "moved-to"


@dataclass(frozen=True, slots=True)
class Moved:
    """One table in both databases, each read anew after the move."""

    before: TableKept
    after: TableKept

    @property
    def equal(self) -> bool:
        return self.before == self.after


def move(address: str, *, by: str, at: datetime, tell: Tell) -> list[Moved]:
    """Copy every table to the empty database at ``address`` and return the proof; files stay where they are.

    The old database is left as it is. One line in the log of the new one tells of the move. Raises NotAnAddress,
    NotEmpty, OtherSchema, CannotHold, NotEqual, or WrittenMeanwhile when the old one changed before the end.
    """
    schema = schema_of()
    with other_database(address) as target:
        must_be_empty(target)
        prepare(target, schema.migrations)
        with transaction.atomic(using=target):
            with snapshot() as source:
                tell(Text("Chép và so từng bảng …", "Copying each table and comparing …"))
                after = load(target, [(table, rows(source, table)) for table in schema.tables])
                end = verify(using=target)
            with snapshot() as source:
                before = [held_in(source, table) for table in schema.tables]
            proof = [Moved(one, other) for one, other in zip(before, after, strict=True)]
            if not all(one.equal for one in proof):
                raise WrittenMeanwhile
            detail = {"tables": len(proof), "rows": sum(one.after.rows for one in proof), "log_lines": end.lines}
            if not pending_in(target):
                record("config.database_moved", subject="database", by=by, at=at, detail=detail, using=target)
    return proof


@contextmanager
def other_database(address: str) -> Iterator[str]:
    """Open the other database under a name of its own for as long as the block lasts."""
    try:
        asked = database_at(address, Path(settings.HOME))
    except (ValueError, KeyError) as error:
        raise NotAnAddress(address.rpartition("@")[2]) from error
    if not address:
        raise NotAnAddress(address)
    asked["OPTIONS"].pop("pool", None)
    both = {"default": copy.deepcopy(connections.databases["default"]), TARGET: asked}
    connections.databases[TARGET] = connections.configure_settings(both)[TARGET]
    try:
        yield TARGET
    finally:
        connections[TARGET].close()
        del connections[TARGET]
        del connections.databases[TARGET]
