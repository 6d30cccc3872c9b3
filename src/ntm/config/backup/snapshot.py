"""Reading every table as it was at one moment, while people go on working."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from ntm.config.backup.columns import Value, expression, reader
from ntm.config.backup.problems import NoDatabase, Unreadable
from ntm.config.backup.tables import Table, in_order

AT_ONCE = 2_000  # rows fetched together
Row = list[Value]


@contextmanager
def snapshot(using: str = "default") -> Iterator[BaseDatabaseWrapper]:
    """Open a second way into the database that sees it as it is now, and goes on seeing that until it is closed.

    SQLite: a read transaction on the write-ahead log. PostgreSQL: REPEATABLE READ, READ ONLY. Nobody waits for it.
    """
    settings = copy.deepcopy(connections[using].settings_dict)
    settings["OPTIONS"].pop("pool", None)
    settings["OPTIONS"].pop("transaction_mode", None)
    if connections[using].vendor == "sqlite" and not Path(settings["NAME"]).exists():
        raise NoDatabase(str(settings["NAME"]))
    second = type(connections[using])(settings, f"{using}-snapshot")
    try:
        with second.cursor() as cursor:
            if second.vendor == "sqlite":
                cursor.execute("PRAGMA query_only = ON")
                cursor.execute("BEGIN")
            else:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT count(*) FROM django_migrations")  # the first question sets the moment
        yield second
    finally:
        second.close()


def rows(connection: BaseDatabaseWrapper, table: Table) -> Iterator[Row]:
    """Yield the rows of a table by their key, in the form of a line of a backup; memory stays small."""
    vendor = connection.vendor
    readers = [reader(column, vendor) for column in table.columns]
    try:
        for row in _driver_rows(connection, question(table, vendor)):
            yield [None if value is None else read(value) for read, value in zip(readers, row, strict=True)]
    except (ValueError, TypeError, ArithmeticError) as error:
        raise Unreadable(table.name, str(error)) from error
    except DatabaseError as error:
        if "decode" not in str(error):
            raise
        raise Unreadable(table.name, str(error)) from error


def question(table: Table, vendor: str) -> str:
    """Return the SQL that reads a table by its key."""
    columns = ", ".join(expression(column, vendor) for column in table.columns)
    return f'SELECT {columns} FROM "{table.name}" ORDER BY {in_order(table, vendor)}'  # noqa: S608 - our own names


def _driver_rows(connection: BaseDatabaseWrapper, asked: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(asked)
        while found := cursor.fetchmany(AT_ONCE):
            yield from found
