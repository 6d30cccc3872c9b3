"""Columns in a form that belongs to no database: what is read from one can be written to the other.

Each kind says how a value is written in a line of a backup (JSON), how it comes out of SQLite and PostgreSQL, and how
it goes back in. ``None`` is NULL in every kind.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Field

Value = str | int | float | bool | None

_KINDS = {
    "AutoField": "integer",
    "BigAutoField": "integer",
    "BigIntegerField": "integer",
    "BinaryField": "binary",
    "BooleanField": "boolean",
    "CharField": "text",
    "DateField": "day",
    "DateTimeField": "moment",
    "DecimalField": "decimal",
    "FileField": "text",
    "FloatField": "float",
    "GenericIPAddressField": "address",
    "IntegerField": "integer",
    "JSONField": "json",
    "PositiveBigIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "SlugField": "text",
    "SmallIntegerField": "integer",
    "TextField": "text",
    "UUIDField": "uuid",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``places`` are the digits after the point of a decimal."""

    name: str
    kind: str
    places: int = 0


def column_of(field: Field[Any, Any]) -> Column:
    """Return the column of a model's field; that of a foreign key is of the kind of the key it points at."""
    kept: Any = field
    while kept.remote_field is not None:
        kept = kept.target_field
    kind = _KINDS[kept.get_internal_type()]
    return Column(str(field.column), kind, kept.decimal_places if kind == "decimal" else 0)


def reader(column: Column, vendor: str) -> Callable[[Any], Value]:
    """Return what turns a value of the database's driver into one of a line; it raises ValueError or TypeError."""
    if column.kind == "decimal":
        unit = Decimal(1).scaleb(-column.places)
        return lambda value: str(Decimal(repr(value) if isinstance(value, float) else value).quantize(unit))
    return _READERS[vendor][column.kind]


def writer(column: Column, vendor: str) -> Callable[[Any], Any]:
    """Return what turns a value of a line into one that the database's driver takes."""
    return _WRITERS[vendor].get(column.kind, _as_it_is)


def expression(column: Column, vendor: str) -> str:
    """Return the SQL that reads a column as the driver itself would, past anything that converts it."""
    name = f'"{column.name}"'
    if vendor == "sqlite":
        return f"+{name}"  # an expression has no declared type, by which a driver would convert
    return {"json": f"{name}::text", "address": f"host({name})"}.get(column.kind, name)


def levelled(written: str) -> str:
    """Return a JSON value as both databases mean it: no order of keys, and 2.0 is 2."""
    return json.dumps(_levelled(json.loads(written)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _levelled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _levelled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_levelled(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _as_it_is(value: Any) -> Any:
    return value


def _a(kind: type) -> Callable[[Any], Any]:
    """Take only values of one type: SQLite keeps whatever it is given, and a backup must not pass that on."""

    def checked(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is no {kind.__name__}")
        return value

    return checked


def _sqlite_boolean(value: Any) -> bool:
    if value not in {0, 1}:
        raise ValueError(f"{value!r} is no boolean")
    return bool(value)


def _sqlite_moment(value: str) -> str:
    return datetime.fromisoformat(value).replace(tzinfo=UTC).isoformat(timespec="microseconds")


def _binary(value: Any) -> str:
    return b64encode(bytes(value)).decode("ascii")


_READERS: dict[str, dict[str, Callable[[Any], Value]]] = {
    "sqlite": {
        "integer": _a(int),
        "text": _a(str),
        "address": _a(str),
        "json": _a(str),
        "boolean": _sqlite_boolean,
        "float": float,
        "day": lambda value: date.fromisoformat(value).isoformat(),
        "moment": _sqlite_moment,
        "uuid": lambda value: str(UUID(hex=value)),
        "binary": _binary,
    },
    "postgresql": {
        "integer": int,
        "text": str,
        "address": str,
        "json": str,
        "boolean": bool,
        "float": float,
        "day": date.isoformat,
        "moment": lambda value: value.astimezone(UTC).isoformat(timespec="microseconds"),
        "uuid": str,
        "binary": _binary,
    },
}
_WRITERS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "sqlite": {
        # As Django itself writes them, so that what comes back cannot be told from what was there.
        "json": lambda value: json.dumps(json.loads(value)),
        "moment": lambda value: str(datetime.fromisoformat(value).replace(tzinfo=None)),
        "uuid": lambda value: UUID(value).hex,
        "binary": b64decode,
    },
    "postgresql": {"binary": b64decode},
}
