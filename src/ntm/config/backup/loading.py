"""Writing tables into an empty database: all of them in one transaction, and read back before it is kept.

The guards of the ledger and of the log refuse what a person may not do, and so would refuse a load that doesn't
repeat history step by step. They are lifted inside the transaction and set again before it ends: nobody else ever
sees the database without them, on either engine.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, IntegrityError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from ntm.areas.services import count_anew
from ntm.config.backup.columns import writer
from ntm.config.backup.lines import Row, Tally
from ntm.config.backup.manifest import TableKept
from ntm.config.backup.problems import CannotHold, NotEmpty, NotEqual, OtherSchema
from ntm.config.backup.snapshot import rows
from ntm.config.backup.tables import AUDIT, BESIDE, Table, schema_of
from ntm.core.problems import Fault, Text
from ntm.finance.apps import lift_guards, put_up_guards

AT_ONCE = 2_000
PEOPLE = "accounts_user"


def must_be_empty(using: str) -> None:
    """Raise NotEmpty when anybody has acted in a database, or when tables of others stand in it."""
    connection = connections[using]
    found = []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table, name in ((AUDIT, _LOG), (PEOPLE, _PEOPLE)):
            if table in there:
                cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own names
                if number := cursor.fetchone()[0]:
                    found.append(Text(f"{number} {name.vi}", f"{number} {name.en}"))
    ours = {table.name for table in schema_of(using).tables} | BESIDE
    if strange := sorted(there - ours):
        found.append(Text(f"bảng {', '.join(strange[:3])}", f"tables {', '.join(strange[:3])}"))
    if found:
        raise NotEmpty(found)


_LOG = Text("dòng nhật ký", "lines in the log")
_PEOPLE = Text("người dùng", "people")


def prepare(using: str, migrations: Iterable[tuple[str, str]]) -> None:
    """Make the tables that an empty database needs, exactly those of the given migrations. Raises OtherSchema."""
    connection = connections[using]
    wanted = set(migrations)
    if set(MigrationLoader(connection).applied_migrations) - wanted:
        raise OtherSchema
    executor = MigrationExecutor(connection)
    targets = _last_of_each_app(executor.loader, wanted)
    plan = executor.migration_plan(targets)
    # The command ``migrate`` tells the ledger before and after it, so that its guards are taken down and put up.
    lift_guards(using=using, plan=plan)
    executor.migrate(targets, plan)
    put_up_guards(using=using, plan=plan)


def _last_of_each_app(loader: MigrationLoader, wanted: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return those of the wanted migrations that no other wanted one of the same app follows."""
    nodes = loader.graph.node_map
    followed = {
        node
        for node in wanted
        if any(child.key in wanted and child.key[0] == node[0] for child in nodes[node].children)
    }
    return sorted(wanted - followed)


def load(using: str, tables: Sequence[tuple[TableKept | Table, Iterable[Row]]]) -> list[TableKept]:
    """Write tables inside the caller's transaction and read them back; return what the database now holds.

    Raises CannotHold when the database refuses a value, NotEqual when what it holds isn't what was given.
    """
    connection = connections[using]
    given = []
    with guards_lifted(connection):
        with connection.cursor() as cursor:
            for table in schema_of(using).tables:
                cursor.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 - our own names
        for kept, found in tables:
            table = kept.table if isinstance(kept, TableKept) else kept
            tally = Tally(table)
            _write(connection, table, tally.over(found))
            given.append(TableKept(table, tally.rows, tally.checksum))
        try:
            connection.check_constraints()
        except IntegrityError as error:
            raise CannotHold("*", str(error).splitlines()[0]) from error
    _go_on_counting(connection, [kept.table for kept in given])
    count_anew(using)
    held = [held_in(connection, kept.table) for kept in given]
    _must_be_equal(given, held)
    return held


def held_in(connection: BaseDatabaseWrapper, table: Table) -> TableKept:
    """Return how many rows a table holds, and their checksum."""
    tally = Tally(table)
    for row in rows(connection, table):
        tally.add(row)
    return TableKept(table, tally.rows, tally.checksum)


def _must_be_equal(given: Sequence[TableKept], held: Sequence[TableKept]) -> None:
    faults = [
        Fault(
            one.table.name,
            Text(f"nguồn {one.rows} hàng, nơi nhận {other.rows} hàng.", f"{one.rows} rows given, {other.rows} held."),
            Text("Mã kiểm tra khác nhau.", "The checksums differ."),
        )
        for one, other in zip(given, held, strict=True)
        if one != other
    ]
    if faults:
        raise NotEqual(faults)


def _write(connection: BaseDatabaseWrapper, table: Table, found: Iterable[Row]) -> None:
    writers = [writer(column, connection.vendor) for column in table.columns]
    ready = (
        [None if value is None else write(value) for write, value in zip(writers, row, strict=True)] for row in found
    )
    put: Callable[..., None] = _put_in_sqlite if connection.vendor == "sqlite" else _put_in_postgresql
    try:
        put(connection, table, ready)
    except DatabaseError as error:
        if _is_of_the_value(error):
            raise CannotHold(table.name, str(error).splitlines()[0]) from error
        raise


def _is_of_the_value(error: DatabaseError) -> bool:
    """Whether a database refused a value, rather than being full or gone."""
    state = str(getattr(error.__cause__, "sqlstate", "") or "")
    return state[:2] in {"22", "23"} or type(error).__name__ in {"IntegrityError", "DataError"}


def _put_in_sqlite(connection: BaseDatabaseWrapper, table: Table, ready: Iterator[list[Any]]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    marks = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        while some := list(itertools.islice(ready, AT_ONCE)):
            cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', some)  # noqa: S608


def _put_in_postgresql(connection: BaseDatabaseWrapper, table: Table, ready: Iterator[list[Any]]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    order = f'COPY "{table.name}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(order) as copy:
        for row in ready:
            copy.write_row(row)


def _go_on_counting(connection: BaseDatabaseWrapper, tables: Sequence[Table]) -> None:
    """Let the next row get a number of its own: PostgreSQL counts apart from the table, SQLite looks at it."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in tables:
            if table.key.kind == "integer":
                cursor.execute(
                    "SELECT setval(name, max) FROM (SELECT pg_get_serial_sequence(%s, %s) AS name, "  # noqa: S608
                    f'(SELECT max("{table.key.name}") FROM "{table.name}") AS max) AS found '
                    "WHERE name IS NOT NULL AND max IS NOT NULL",
                    [f'"{table.name}"', table.key.name],
                )


@contextmanager
def guards_lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lift every guard of the database until the block ends; only inside a transaction, which undoes it on failure."""
    if not connection.in_atomic_block:
        raise RuntimeError("guards are lifted only inside a transaction")
    lifted = guards_in(connection)
    with connection.cursor() as cursor:
        for table, name, _ in lifted:
            if connection.vendor == "sqlite":
                cursor.execute(f'DROP TRIGGER "{name}"')
            else:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER "{name}"')
        yield
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with promises still open can't be altered
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, name, made_by in lifted:
            cursor.execute(
                made_by if connection.vendor == "sqlite" else f'ALTER TABLE "{table}" ENABLE TRIGGER "{name}"'
            )
    if guards_in(connection) != lifted:
        raise RuntimeError("a guard of the database was not set again")


def guards_in(connection: BaseDatabaseWrapper) -> list[tuple[str, str, str]]:
    """Return the guards in force: table, name, and how each was made (SQLite) or that it is on (PostgreSQL)."""
    question = {
        "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
        "postgresql": "SELECT tgrelid::regclass::text, tgname::text, tgenabled::text FROM pg_trigger "
        "WHERE NOT tgisinternal AND tgenabled = 'O' ORDER BY tgname",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [(str(table), str(name), str(how)) for table, name, how in cursor.fetchall()]
