from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from ntm.areas.models import Tier, Unit
from ntm.audit.services import record
from ntm.core.problems import Fault, Text
from ntm.recognition.models import Level, Recognition
from ntm.recognition.rows import Row, RowFaults, rows_of

COLUMNS = [
    "code", "code_on", "tier", "level", "holds_from", "day_is_exact",
    "decision", "basis_vi", "basis_en", "source", "confidence",
]  # fmt: skip
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LoadedStatuses:
    """``known`` and ``unknown`` count units, ``changed`` counts recognitions written now."""

    known: int
    unknown: int
    changed: int


@transaction.atomic
def load_statuses(path: Path, *, by: str, at: datetime) -> LoadedStatuses:
    """Keep every recognition of the file; the same file again changes nothing.

    A row of level ``unknown`` says that nobody told: it is counted and leaves no recognition, for
    unknown is neither yes nor no. Raises RowFaults, listing every fault, and then keeps nothing.
    """
    rows, faults = rows_of(path, COLUMNS, code="code")
    read = [_recognition(row) for row in rows]
    recognitions = [each for each in read if isinstance(each, Recognition)]
    faults += _told_twice(path, recognitions)
    if faults:
        raise RowFaults(path, faults)
    unknown = {row.cells["code"] for row, each in zip(rows, read, strict=True) if each == UNKNOWN}
    changed = sum(_keep(recognition) for recognition in recognitions)
    known = len({recognition.unit_id for recognition in recognitions})
    if changed:
        detail = {"file": path.name, "changed": changed, "known": known, "unknown": len(unknown)}
        record("recognition.statuses_loaded", subject=path.name, by=by, at=at, detail=detail)
    return LoadedStatuses(known, len(unknown), changed)


def _recognition(row: Row) -> Recognition | str | None:
    """Return the recognition that a row tells, ``unknown``, or None where the row has faults."""
    before = len(row.faults)
    tier = row.one_of("tier", Tier.values)
    unit = row.unit("code", tier, row.day("code_on"))
    level = row.one_of("level", [*Level.values, UNKNOWN])
    if level == UNKNOWN:
        return UNKNOWN if len(row.faults) == before else None
    recognition = Recognition(
        unit=unit or Unit(),
        level=level,
        holds_from=row.day("holds_from"),
        day_is_exact=row.yes_or_no("day_is_exact"),
        decision=row.text("decision", optional=True),
        basis=row.text("basis_vi"),
        basis_en=row.text("basis_en"),
        source=row.text("source"),
        confidence=row.text("confidence"),
    )
    return recognition if len(row.faults) == before else None


def _told_twice(path: Path, recognitions: list[Recognition]) -> list[Fault]:
    counted = Counter((each.unit.name, each.level, each.holds_from) for each in recognitions)
    return [
        Fault(
            path.name,
            Text(f"{name} có {times} dòng cùng mức {level}.", f"{name} has {times} rows of level {level}."),
            Text("Giữ lại một dòng.", "Keep one of them."),
        )
        for (name, level, _), times in counted.items()
        if times > 1
    ]


def _keep(told: Recognition) -> bool:
    """Write a recognition unless it is there already; say whether something was written."""
    rest = ("day_is_exact", "decision", "basis", "basis_en", "source", "confidence")
    kept = Recognition.objects.filter(unit=told.unit, level=told.level, holds_from=told.holds_from).first()
    if kept is None:
        told.save(force_insert=True)
        return True
    if all(getattr(kept, name) == getattr(told, name) for name in rest):
        return False
    for name in rest:
        setattr(kept, name, getattr(told, name))
    kept.save(update_fields=rest)
    return True
