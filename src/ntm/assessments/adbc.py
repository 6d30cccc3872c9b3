"""Asking a database by ADBC, which puts rows straight into columns and makes no Python object of any.

It knows no Django, so that a process can be started for it alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import polars as pl


def ask(vendor: str, address: str, question: str, words: Sequence[int]) -> pl.DataFrame:
    """Open the database of an address, ask one question of it, and close it."""
    if vendor == "postgresql":
        from adbc_driver_postgresql.dbapi import connect
    else:
        from adbc_driver_sqlite.dbapi import connect
    with closing(connect(address)) as opened, closing(opened.cursor()) as cursor:
        cursor.execute(question, tuple(words))
        return pl.DataFrame(cursor.fetch_arrow())
