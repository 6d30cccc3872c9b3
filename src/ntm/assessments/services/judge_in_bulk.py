"""Judging every unit of many periods at once, as ``ntm judge`` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from ntm.assessments.bulk import Engine, Sheet, Told, judge_sets, read_from_database, standings_of
from ntm.assessments.models import Standing
from ntm.assessments.services.judge import IDENTITY, REST, Rebuilt, contents_of
from ntm.audit.services import record
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.rulebook import CriteriaSet
from ntm.core.rulebook.bulk import kinds_of

_AT_ONCE = 2_000


@transaction.atomic
def judge_in_bulk(
    sets: Sequence[CriteriaSet], periods: Sequence[Quarter], *, engine: Engine, by: str, at: datetime, told: Told
) -> Rebuilt:
    """Judge all readings of some periods under some sets, and keep what the judge of each unit would keep.

    Only rows that are not as they were are written, and one that nothing stands behind any more goes. No reading
    comes in between: it would move a standing that is being judged.
    """
    _let_nobody_write()
    sheet = Sheet.of(read_from_database(periods, kinds_of(sets), told), engine)
    there = Standing.objects.filter(
        criteria_set__in=[one.id for one in sets], period__in=[period.code for period in periods]
    )
    before = contents_of(there)
    found = {
        _values(one, IDENTITY): one for judged in judge_sets(sheet, sets, engine, told) for one in standings_of(judged)
    }
    other = [one for identity, one in found.items() if before.get(identity) != _values(one, REST)]
    gone = [identity for identity in before if identity not in found]
    _save(other, told)
    _remove(there, gone)
    rebuilt = Rebuilt(len(found), len(other) + len(gone))
    named = {"sets": [one.id for one in sets], "periods": [period.code for period in periods], "engine": engine.name}
    record("assessments.judged_in_bulk", subject="standings", by=by, at=at, detail={**asdict(rebuilt), **named})
    return rebuilt


def _let_nobody_write() -> None:
    """SQLite has one writer, and it is this transaction; PostgreSQL is asked to let the others wait."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE assessments_reading IN SHARE MODE")


def _save(standings: Sequence[Standing], told: Told) -> None:
    for at in range(0, len(standings), _AT_ONCE):
        told(Text("ghi kết quả", "writing standings"), at, len(standings))
        some = standings[at : at + _AT_ONCE]
        Standing.objects.bulk_create(
            some, update_conflicts=True, unique_fields=IDENTITY, update_fields=REST, batch_size=500
        )


def _remove(standings: QuerySet[Standing], identities: Sequence[tuple[Any, ...]]) -> None:
    units: dict[tuple[str, str], list[int]] = {}
    for unit, criteria_set, period in identities:
        units.setdefault((criteria_set, period), []).append(unit)
    for (criteria_set, period), ids in units.items():
        standings.filter(criteria_set=criteria_set, period=period, unit__in=ids).delete()


def _values(standing: Standing, names: Sequence[str]) -> tuple[object, ...]:
    """Return what a standing says in some fields, as the database would; the unit by its id."""
    return tuple(standing.unit_id if name == "unit" else getattr(standing, name) for name in names)
