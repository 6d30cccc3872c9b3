from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model

_AT_ONCE = 400
Row = TypeVar("Row", bound=Model)


def save_again(rows: Sequence[Row], fields: Sequence[str]) -> None:
    """Save the named fields of rows that exist, many in one statement.

    An upsert by id is some ten times faster than Django's bulk_update, whose statement grows with rows × fields.
    """
    if rows:
        type(rows[0])._default_manager.bulk_create(
            rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=_AT_ONCE
        )
