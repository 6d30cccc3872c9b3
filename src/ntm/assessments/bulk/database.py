"""Readings as whole numbers, straight from the database into columns: ADBC makes no Python object of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote

import narwhals as nw
import polars as pl
from django.db import connection
from psycopg.conninfo import make_conninfo

from ntm.core.periods import Quarter
from ntm.core.rulebook.bulk.numbers import period_number

# One wording for both databases. A stage begins with its number, an amount has four decimals, and a measure
# is told by its place in the list that was asked for.
_READINGS = """
WITH asked (measure, nth) AS (VALUES {asked})
SELECT reading.unit_id AS unit, asked.nth AS measure,
    CAST(substr(reading.stage, 1, 1) AS integer) AS stage,
    CASE WHEN not_applicable_because <> '' THEN 2 WHEN passed IS NOT NULL THEN 1 ELSE 0 END AS said,
    CAST(CASE WHEN amount IS NOT NULL THEN round(amount * 10000) WHEN passed THEN 1 ELSE 0 END AS bigint) AS value
FROM asked JOIN assessments_reading AS reading ON reading.measure = asked.measure
WHERE reading.set_aside_at IS NULL AND reading.period = $1
"""

# Any reading gives a unit a standing, whether or not the set asks for it.
_READ = """
SELECT unit_id AS unit, max(CASE WHEN is_sample THEN 1 ELSE 0 END) AS is_sample
FROM assessments_reading WHERE set_aside_at IS NULL AND period = $1 GROUP BY unit_id ORDER BY unit_id
"""


def readings_in(period: Quarter, measures: Sequence[str]) -> nw.DataFrame[Any]:
    """Return the current readings of a period as ``spread`` takes them; a measure is its place in ``measures``."""
    asked = ", ".join(f"('{measure}', {nth})" for nth, measure in enumerate(measures))
    types = pl.Schema({"unit": pl.Int32, "measure": pl.Int32, "stage": pl.Int8, "said": pl.Int8, "value": pl.Int64})
    return _asked(_READINGS.format(asked=asked), period, types)


def units_read_in(period: Quarter) -> nw.DataFrame[Any]:
    """Return the units of which anything was read in a period, and whether any of it is a sample."""
    return _asked(_READ, period, pl.Schema({"unit": pl.Int32, "is_sample": pl.Boolean}))


def _asked(question: str, period: Quarter, types: pl.Schema) -> nw.DataFrame[Any]:
    with _cursor() as cursor:
        cursor.execute(question, (period.code,))
        found = pl.DataFrame(cursor.fetch_arrow())
    if found.is_empty():
        found = pl.DataFrame(schema=types)
    return nw.from_native(found.cast(types).with_columns(period=pl.lit(period_number(period), pl.Int32)))


@contextmanager
def _cursor() -> Iterator[Any]:
    """Open the database that Django uses, beside Django: what is not committed is not seen."""
    if connection.vendor == "postgresql":
        from adbc_driver_postgresql.dbapi import connect

        names = {"dbname", "user", "password", "host", "port"}
        known = {name: value for name, value in connection.get_connection_params().items() if name in names and value}
        address = make_conninfo(**known)
    else:
        from adbc_driver_sqlite.dbapi import connect

        address = f"file:{quote(sqlite_file())}?mode=ro"
    with closing(connect(address)) as opened, closing(opened.cursor()) as cursor:
        yield cursor


def sqlite_file() -> str:
    """Return the file of the database."""
    return str(connection.settings_dict["NAME"])
