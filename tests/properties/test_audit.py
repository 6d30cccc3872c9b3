"""Whichever bit of whichever column of whichever line of the log is turned over: it is found.

Done as somebody would do it who may do anything in the database: in SQL, without the guards.
"""

from __future__ import annotations

import pytest
from django.db import DataError, connection, transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ntm.audit.guards import RULES, TABLE
from ntm.audit.services import LogWasChanged, record, verify
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LINES = 4
TEXTS = ("by", "act", "subject", "detail", "seal_before", "seal")


@pytest.fixture
def log(db):
    with connection.cursor() as cursor:
        for name, _ in RULES:
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {TABLE}"))
    for number in range(LINES):
        detail = {"files": ["ảnh.jpg", "b.pdf"], "n": number, "share": 0.5, "whole": True, "none": None}
        moment = NOON.replace(microsecond=number * 100_000)
        record("areas.loaded", subject=f"Xã Yên Ninh {number}", by="can-bo-xa", at=moment, detail=detail)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(column=st.sampled_from(("number", "at", *TEXTS)), line=st.integers(1, LINES), place=st.integers(0, 10_000))
def test_a_bit_turned_over_anywhere_is_found(log, column, line, place):
    with transaction.atomic():
        with connection.cursor() as cursor:
            turn_over(cursor, column, line, place)
        with pytest.raises(LogWasChanged):
            verify()
        transaction.set_rollback(True)


def turn_over(cursor, column, line, place):
    if column == "number":
        cursor.execute(
            "UPDATE audit_entry SET number = number + %s WHERE number = %s", [flipped(line, place % 40), line]
        )
    elif connection.vendor == "sqlite":
        turn_over_in_sqlite(cursor, column, line, place)
    elif column == "at":
        step = f"{2 ** (place % 50)} microseconds"
        cursor.execute("UPDATE audit_entry SET at = at + %s::interval WHERE number = %s", [step, line])
    else:
        turn_over_in_postgresql(cursor, column, line, place)


def flipped(line: int, bit: int) -> int:
    """Return how far a number moves when one of its bits is turned over, to a place where no line stands."""
    step = (line ^ (1 << bit)) - line
    assume(not 1 <= line + step <= LINES)
    return step


def turn_over_in_sqlite(cursor, column, line, place):
    """SQLite takes any bytes for a text; the check that a detail is JSON can be switched off."""
    cursor.execute(f'SELECT CAST("{column}" AS BLOB) FROM audit_entry WHERE number = %s', [line])  # noqa: S608
    other = turned(cursor.fetchone()[0], place)
    cursor.execute("PRAGMA ignore_check_constraints = ON")
    cursor.execute(
        f'UPDATE audit_entry SET "{column}" = CAST(%s AS TEXT) WHERE number = %s',  # noqa: S608
        [other, line],
    )
    cursor.execute("PRAGMA ignore_check_constraints = OFF")


def turn_over_in_postgresql(cursor, column, line, place):
    """PostgreSQL itself refuses what is no text, or no JSON: those bits can't be turned over in SQL."""
    cursor.execute(f'SELECT "{column}"::text FROM audit_entry WHERE number = %s', [line])  # noqa: S608
    kind = "jsonb" if column == "detail" else "text"
    try:
        other = turned(cursor.fetchone()[0].encode(), place).decode()
        with transaction.atomic():
            cursor.execute(
                f'UPDATE audit_entry SET "{column}" = %s::{kind} WHERE number = %s',  # noqa: S608
                [other, line],
            )
    except (UnicodeDecodeError, DataError, ValueError):
        assume(False)


def turned(written: bytes, place: int) -> bytes:
    assume(written)
    at, bit = divmod(place % (len(written) * 8), 8)
    return written[:at] + bytes([written[at] ^ (1 << bit)]) + written[at + 1 :]
