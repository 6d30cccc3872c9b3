"""Questions about evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from ntm.areas.models import Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.evidence.distance import kilometres
from ntm.evidence.models import Attachment
from ntm.evidence.required import RequiredKind, required_for

FAR_AWAY_KM = 30


def attachments_of(unit: Unit, period: str) -> dict[str, list[Attachment]]:
    """Return a unit's current attachments of a period by measure, the oldest first; one query."""
    return {measure: rows for (_, measure), rows in attachments_in([unit], period).items()}


def attachments_in(units: Sequence[Unit], period: str) -> dict[tuple[int, str], list[Attachment]]:
    """Return the current attachments of a period by unit id and measure, the oldest first; one query.

    Each has ``uses``: how many current attachments its file has anywhere, itself included.
    """
    found: defaultdict[tuple[int, str], list[Attachment]] = defaultdict(list)
    rows = Attachment.objects.current().filter(unit__in=[unit.pk for unit in units], period=period)
    uses = Count("file__attachments", filter=Q(file__attachments__removed_at=None))
    for row in rows.select_related("file", "unit").annotate(uses=uses).order_by("attached_at", "pk"):
        found[row.unit_id, row.measure].append(row)
    return dict(found)


def history_of(unit: Unit, measures: Collection[str]) -> dict[str, tuple[Attachment, ...]]:
    """Return, by period, every attachment that some measures of a unit ever had, those taken away too."""
    found: dict[str, tuple[Attachment, ...]] = {}
    for row in Attachment.objects.filter(unit=unit, measure__in=measures).order_by("attached_at", "pk"):
        found[row.period] = (*found.get(row.period, ()), row)
    return found


def attachment_counts(units: Collection[Unit], period: str) -> dict[tuple[int, str], int]:
    """Return how many current attachments of a period each measure has, by unit id and measure; one query."""
    rows = Attachment.objects.current().filter(unit__in=[unit.pk for unit in units], period=period)
    counted = rows.values_list("unit", "measure").annotate(number=Count("pk")).order_by()
    return {(unit, measure): number for unit, measure, number in counted}


def missing_kinds(measure: str, attachments: Sequence[Attachment]) -> tuple[RequiredKind, ...]:
    """Return the required kinds that no attachment brings; a kind without a code takes any file."""
    brought = {one.kind for one in attachments}
    return tuple(kind for kind in required_for(measure) if (kind.kind not in brought if kind.kind else not attachments))


def used_elsewhere(attachments: Iterable[Attachment], visible: UnitQuerySet) -> dict[int, list[Attachment]]:
    """Return, by attachment id, where else the same file proves something in units that the reader sees."""
    shown = list(attachments)
    rows = (
        Attachment.objects.current()
        .filter(file__in={one.file_id for one in shown}, unit__in=visible)
        .select_related("unit")
        .order_by("period", "pk")
    )
    by_file: defaultdict[int, list[Attachment]] = defaultdict(list)
    for row in rows:
        by_file[row.file_id].append(row)
    return {one.pk: [other for other in by_file[one.file_id] if other.pk != one.pk] for one in shown}


def remarks(attachment: Attachment, *, on: date, due_on: date | None = None) -> tuple[Text, ...]:
    """Return what a checker should look at twice; nothing here forbids the file.

    ``on`` is the day of the check, ``due_on`` the day by which a signature should stand.
    """
    return tuple(
        remark
        for remark in (
            _expired(attachment, on),
            _signed_late(attachment, due_on),
            _broken(attachment),
            *_photo(attachment),
        )
        if remark
    )


def _expired(attachment: Attachment, on: date) -> Text | None:
    until = attachment.valid_until
    if until is None or until >= on:
        return None
    return Text(f"hết hiệu lực ngày {written_day(until)}", f"ran out on {written_day(until)}")


def _signed_late(attachment: Attachment, due_on: date | None) -> Text | None:
    signed_at = attachment.file.signed_at
    if signed_at is None or due_on is None or timezone.localtime(signed_at).date() <= due_on:
        return None
    day = written_day(timezone.localtime(signed_at).date())
    return Text(f"ký số ngày {day}, sau hạn", f"signed on {day}, after the due day")


def _broken(attachment: Attachment) -> Text | None:
    if attachment.file.signature_intact is not False:
        return None
    return Text("nội dung đã đổi sau khi ký", "changed after it was signed")


def _photo(attachment: Attachment) -> Iterable[Text | None]:
    file, unit = attachment.file, attachment.unit
    points = (file.photo_latitude, file.photo_longitude, unit.latitude, unit.longitude)
    known = [degrees for degrees in points if degrees is not None]
    if len(known) == len(points):
        away = kilometres(*known)
        if away > FAR_AWAY_KM:
            yield Text(f"chụp cách {unit.name} {away:.0f} km", f"taken {away:.0f} km from {unit.name}")
    if file.photo_taken_at:
        taken = timezone.localtime(file.photo_taken_at).date()
        period = Quarter.parse(attachment.period)
        if taken > period.ends_on:
            yield Text(f"chụp ngày {written_day(taken)}, sau kỳ", f"taken on {written_day(taken)}, after the period")
        elif taken < period.starts_on:
            yield Text(f"chụp ngày {written_day(taken)}, trước kỳ", f"taken on {written_day(taken)}, before the period")
