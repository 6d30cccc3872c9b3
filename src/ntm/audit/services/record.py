from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from ntm.audit.models import Entry

# Any number will do, as long as nothing else in the product locks the same one.
_CHAIN_LOCK = 318_320_321


def record(
    act: str,
    *,
    subject: str,
    by: str,
    at: datetime,
    detail: Mapping[str, object] | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Entry:
    """Append one line to the log, inside the transaction of the act that it tells of.

    Two acts at once must not take the same place in the chain: SQLite has one writer by nature,
    PostgreSQL takes an advisory lock until the transaction ends.
    """
    with transaction.atomic(using=using):
        if connections[using].vendor == "postgresql":
            with connections[using].cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
        last = Entry.objects.using(using).order_by("-number").first()
        entry = Entry(
            number=last.number + 1 if last else 1,
            at=at,
            by=by,
            act=act,
            subject=subject,
            detail=dict(detail or {}),
            seal_before=last.seal if last else "",
        )
        entry.seal = seal_of(entry)
        entry.save(force_insert=True, using=using)
    return entry


def seal_of(entry: Entry) -> str:
    """Return what the seal of a line must be; the day and hour are taken in UTC."""
    told = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.by,
        entry.act,
        entry.subject,
        entry.detail,
        entry.seal_before,
    ]
    return seal_of_told(told)


def seal_of_told(told: list[object]) -> str:
    """Return the seal of what a line tells; ``told`` is what ``seal_of`` and ``kept.Line`` put together."""
    written = json.dumps(told, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode(errors="surrogatepass")).hexdigest()
