"""Rows as lines of text, and the sum by which two tables are known to hold the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256

from ntm.config.backup.columns import Value, levelled
from ntm.config.backup.tables import Table

Row = list[Value]


def line_of(row: Row) -> bytes:
    """Return a row as one line of JSON, in UTF-8."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def row_of(line: bytes) -> Row:
    """Return the row that a line holds."""
    return list(json.loads(line))


class Tally:
    """Counts rows and adds up what they hold, the same whichever database they come from.

    A JSON column is added up as it is meant: PostgreSQL keeps no order of keys.
    """

    def __init__(self, table: Table) -> None:
        self.rows = 0
        self._sum = sha256()
        self._meant = [place for place, column in enumerate(table.columns) if column.kind == "json"]

    def add(self, row: Row) -> None:
        """Count one row."""
        if self._meant:
            row = row.copy()
            for place in self._meant:
                value = row[place]
                row[place] = levelled(value) if isinstance(value, str) else value
        self.rows += 1
        self._sum.update(line_of(row))

    @property
    def checksum(self) -> str:
        return self._sum.hexdigest()

    def over(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows as they come, counting each."""
        for row in rows:
            self.add(row)
            yield row
