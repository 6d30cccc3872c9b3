from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from ntm.areas.models import Tier
from ntm.audit.services import record
from ntm.core.problems import Text
from ntm.recognition.models import Level, ReportedCount
from ntm.recognition.rows import Row, RowFaults, rows_of

COLUMNS = [
    "province", "tier", "level", "count", "out_of", "as_of",
    "day_is_exact", "name_vi", "name_en", "source", "confidence",
]  # fmt: skip


@transaction.atomic
def load_counts(path: Path, *, by: str, at: datetime) -> int:
    """Keep how many units a source says are recognised; return how many counts changed.

    Raises RowFaults, listing every fault, and then keeps nothing.
    """
    rows, faults = rows_of(path, COLUMNS, code="province")
    told = [_told(row) for row in rows]
    if faults:
        raise RowFaults(path, faults)
    changed = sum(_keep(each) for each in told)
    if changed:
        record("recognition.counts_loaded", subject=path.name, by=by, at=at, detail={"changed": changed})
    return changed


def _told(row: Row) -> dict[str, object]:
    as_of, count, out_of = row.day("as_of"), row.whole("count"), row.whole("out_of")
    if count > out_of:
        what = Text(f"{count} lớn hơn tổng số {out_of}.", f"{count} is more than the {out_of} that there are.")
        row.fault("count", what, Text("Kiểm tra hai ô này.", "Check the two cells."))
    return {
        "province": row.unit("province", Tier.PROVINCE, as_of),
        "tier": row.one_of("tier", Tier.values),
        "level": row.one_of("level", Level.values),
        "as_of": as_of,
        "count": count,
        "out_of": out_of,
        "day_is_exact": row.yes_or_no("day_is_exact"),
        "name": row.text("name_vi"),
        "name_en": row.text("name_en"),
        "source": row.text("source"),
        "confidence": row.text("confidence"),
    }


def _keep(told: dict[str, object]) -> bool:
    if ReportedCount.objects.filter(**told).exists():
        return False
    ReportedCount.objects.filter(**{name: told[name] for name in ("province", "tier", "level", "as_of")}).delete()
    ReportedCount.objects.create(**told)
    return True
