"""The lines of the log exactly as the database keeps them, before anything makes them friendlier.

A reader that takes ``2024-09-20 05:00:00,5`` for a moment, or ``\\u1EA1`` for ``\\u1ea1``, would overlook an edit. So
whatever isn't written the way the product writes it is said to be broken, whether or not it means the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connections

AT_ONCE = 2_000  # lines fetched together


class Unreadable(Exception):
    """A column of a line isn't written as the product writes it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``at`` is a moment in UTC, ``told`` what its seal is made of; None when it can't be read."""

    number: int
    by: str
    act: str
    at: datetime | None
    told: list[object] | None
    seal_before: str
    seal: str


def lines(using: str = "default") -> Iterator[Line]:
    """Yield every line by its number, whatever state it is in."""
    connection = connections[using]
    read = _from_sqlite if connection.vendor == "sqlite" else _from_postgresql
    with connection.chunked_cursor() as cursor:
        cursor.execute(_QUESTIONS[connection.vendor])
        while found := cursor.fetchmany(AT_ONCE):
            yield from map(read, found)


_QUESTIONS = {
    # As bytes, since SQLite keeps whatever it is given, even what is no text at all.
    "sqlite": """
        SELECT typeof(number), CAST(number AS BLOB), CAST(at AS BLOB),
            CAST("by" AS BLOB), CAST(act AS BLOB), CAST(subject AS BLOB), CAST(detail AS BLOB),
            CAST(seal_before AS BLOB), CAST(seal AS BLOB),
            typeof(at) || typeof("by") || typeof(act) || typeof(subject) || typeof(detail) || typeof(seal_before)
                || typeof(seal)
        FROM audit_entry ORDER BY number
    """,
    "postgresql": """
        SELECT number, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00 BC'),
            "by", act, subject, detail::text, seal_before, seal
        FROM audit_entry ORDER BY number
    """,
}


def _from_sqlite(row: tuple[Any, ...]) -> Line:
    kind, number, at, *texts, kinds = row
    moment, told = None, None
    shown = [bytes(text or b"").decode(errors="replace") for text in texts]
    whole = int(number) if kind == "integer" else -1
    try:
        if kind != "integer" or kinds != "text" * 7:
            raise Unreadable
        moment = _moment(at.decode())
        detail = json.loads(texts[3].decode())
        if json.dumps(detail).encode() != texts[3]:
            raise Unreadable
        told = _told(whole, moment.isoformat(timespec="microseconds"), [text.decode() for text in texts], detail)
    except (Unreadable, ValueError, RecursionError):
        told = None
    return Line(whole, shown[0], shown[1], moment, told, shown[4], shown[5])


def _from_postgresql(row: tuple[Any, ...]) -> Line:
    number, at, *texts = row
    written = (at or "").removesuffix(" AD")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = None
    told = _told(number, written, texts, json.loads(texts[3]))
    return Line(number, texts[0], texts[1], moment, told, texts[4], texts[5])


def _told(number: int, at: str, texts: list[str], detail: object) -> list[object]:
    by, act, subject, _, seal_before, _ = texts
    return [number, at, by, act, subject, detail, seal_before]


def _moment(written: str) -> datetime:
    """Read a moment that is written as Django writes it to SQLite, and in no other way."""
    moment = datetime.fromisoformat(written)
    if str(moment) != written or moment.tzinfo is not None:
        raise Unreadable
    return moment.replace(tzinfo=UTC)
