"""The questions to the database, whose answers are whole numbers in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any
from urllib.parse import quote

import narwhals as nw
import polars as pl
from django.db import connection
from psycopg.conninfo import make_conninfo

from ntm.assessments import adbc
from ntm.core.periods import Quarter
from ntm.core.rulebook.bulk.numbers import period_number

# A stage begins with its number, and an amount has four decimals. Any reading gives a unit a standing, whether or not
# a set asks for it, so all measures are read.
_READINGS = """
SELECT unit_id AS unit, period, measure, CAST(substr(stage, 1, 1) AS integer) AS stage,
    CASE WHEN not_applicable_because <> '' THEN 2 WHEN passed IS NOT NULL THEN 1 ELSE 0 END AS said,
    CAST(CASE WHEN amount IS NOT NULL THEN round(amount * 10000) WHEN passed THEN 1 ELSE 0 END AS bigint) AS value,
    CASE WHEN is_sample THEN 1 ELSE 0 END AS is_sample
FROM assessments_reading
WHERE set_aside_at IS NULL AND unit_id BETWEEN $1 AND $2 AND {period} IN ({periods})
"""

# SQLite would go by its index of periods, which leads all over the table; PostgreSQL goes where its partitions lead.
_PERIOD = {"sqlite": "period || ''", "postgresql": "period"}

Ask = Callable[[str, Sequence[int]], pl.DataFrame]


def readings_of(
    units: tuple[int, int], periods: Sequence[Quarter], measures: Sequence[str], ask: Ask
) -> nw.DataFrame[Any]:
    """Return the current readings of the units between two ids, as ``spread`` takes them, and is_sample.

    A measure is its place in ``measures``, and blank when it is not among them.
    """
    codes = ", ".join(f"'{period.code}'" for period in periods)
    found = ask(_READINGS.format(period=_PERIOD[connection.vendor], periods=codes), units)
    numbers = {period.code: period_number(period) for period in periods}
    return nw.from_native(
        found.select(
            pl.col("unit").cast(pl.Int32),
            pl.col("period").cast(pl.String).replace_strict(numbers, return_dtype=pl.Int32),
            pl.col("measure").cast(pl.String).cast(pl.Enum(measures), strict=False).to_physical().cast(pl.Int32),
            pl.col("stage", "said").cast(pl.Int8),
            pl.col("value").cast(pl.Int64),
            pl.col("is_sample").cast(pl.Boolean),
        )
    )


@contextmanager
def asking() -> Iterator[Ask]:
    """Ask the database that Django uses, beside Django: what is not committed is not seen.

    ADBC brings a SQLite of its own. Two of them in one process take each other's locks away when they close a
    file, so it gets a process for itself; PostgreSQL keeps its locks on the server.
    """
    if connection.vendor == "postgresql":
        names = {"dbname", "user", "password", "host", "port"}
        known = {name: value for name, value in connection.get_connection_params().items() if name in names and value}
        yield partial(adbc.ask, connection.vendor, make_conninfo(**known))
        return
    address = f"file:{quote(sqlite_file())}?mode=ro"
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as process:
        yield lambda question, words: process.submit(adbc.ask, connection.vendor, address, question, words).result()


def sqlite_file() -> str:
    """Return the file of the database."""
    return str(connection.settings_dict["NAME"])
