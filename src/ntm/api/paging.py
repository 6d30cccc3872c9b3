"""What addresses take: ids, quarters, and lists in pieces of at most a thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any

from django.db.models import QuerySet
from ninja import Path, Query, Schema

MOST = 1_000
_LARGEST = 2**63 - 1  # that a database keeps
PathId = Annotated[int, Path(ge=1, le=_LARGEST)]
UnitId = Annotated[int, Query(ge=1, le=_LARGEST, description="the id of a unit")]
Period = Annotated[
    str, Query(pattern=r"^(\d{4}-Q[1-4])?$", description="a quarter such as 2024-Q3; empty: the newest closed")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="how many at the most")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="how many are left out before the first")]


class Page(Schema):
    """``count`` is how many there are in all; ``next`` the offset of the next piece, null at the end."""

    count: int
    next: int | None


def piece(rows: QuerySet[Any], limit: int, offset: int, shown: Callable[[Iterable[Any]], list[Any]]) -> dict[str, Any]:
    """Return one piece of a list, each row as ``shown`` makes it."""
    count = rows.count()
    return {
        "count": count,
        "next": offset + limit if offset + limit < count else None,
        "items": shown(rows[offset : offset + limit]),
    }
