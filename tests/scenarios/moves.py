"""A PostgreSQL into which an installation is moved: emptied, prepared, and looked at after a move that was cut off."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlparse

import psycopg
from django.db import connection, connections
from psycopg import sql

from ntm.audit import guards as audit_guards
from ntm.audit.services import verify
from ntm.config.backup import loading, move
from ntm.config.backup.loading import guards_in, held_in
from ntm.config.backup.moving import other_database
from ntm.config.backup.problems import NotEmpty
from ntm.config.backup.tables import AUDIT, pending_in, schema_of
from ntm.finance import guards as finance_guards
from tests.scenarios.prepared import wait_until_alone

GUARDS = {rule[0] for rule in (*finance_guards.RULES, *finance_guards.KEEPING, *audit_guards.RULES)}


@dataclass(frozen=True, slots=True)
class Target:
    """A database on a server, named by the address of its database ``postgres``."""

    server: str
    name: str = "moved"

    @property
    def address(self) -> str:
        return urlparse(self.server)._replace(path=f"/{self.name}").geturl()

    def empty(self) -> None:
        """Make it a database without any table."""
        self._make("template1")

    def blank(self) -> None:
        """Make it a database that has its tables and nothing in them, as one that ``ntm migrate`` prepared."""
        ready = Target(self.server, f"{self.name}_blank")
        with psycopg.connect(self.server, autocommit=True) as server:
            known = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ready.name]).fetchone()
        if not known:
            ready.empty()
            with other_database(ready.address) as target:
                loading.prepare(target, schema_of().migrations)
        self._make(ready.name)

    def _make(self, template: str) -> None:
        with psycopg.connect(self.server, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(self.name)))
            order = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            server.execute(order.format(sql.Identifier(self.name), sql.Identifier(template)))

    def is_whole(self) -> bool:
        """Whether everything is there; False when nothing is, AssertionError for anything between."""
        wait_until_alone(self.server, self.name)
        with other_database(self.address) as alias:
            target = connections[alias]
            if pending_in(alias):  # cut off while the tables were made
                assert AUDIT not in target.introspection.table_names() or not _held(alias)[AUDIT], "rows came early"
                return False
            unguarded = GUARDS - {name for _, name, _ in guards_in(target)}
            assert not unguarded, f"not set again: {sorted(unguarded)}"
            held, given = _held(alias), _held("default")
            if not held[AUDIT]:
                assert not any(held[name] for name in ("accounts_user", "areas_unit", "finance_transfer"))
                return False
            assert held == given | {AUDIT: given[AUDIT] + 1}, "a part was moved"
            assert all(
                held_in(target, table) == held_in(connection, table)
                for table in schema_of().tables
                if table.name != AUDIT
            )
            verify(using=alias)
        return True

    def move_here(self, at: datetime) -> None:
        move(self.address, by="ntm move", at=at, tell=lambda _: None)

    def move_again(self, at: datetime) -> None:
        """Do as a person does after a move that was cut off: once more, unless it says that all is there."""
        with suppress(NotEmpty):
            self.move_here(at)
        assert self.is_whole(), "a second move did not bring it to its end"


def _held(using: str) -> dict[str, int]:
    """Return how many rows each table holds."""
    with connections[using].cursor() as cursor:
        counted = {}
        for table in schema_of(using).tables:
            cursor.execute(f'SELECT count(*) FROM "{table.name}"')  # noqa: S608 - our own names
            counted[table.name] = cursor.fetchone()[0]
    return counted
