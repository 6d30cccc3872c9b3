"""Photos and documents of a work: kept, and taken away without being lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ntm.audit.services import record
from ntm.evidence.names import clean_name
from ntm.evidence.services import Stored, store
from ntm.finance.models import Work, WorkFile


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that lies in the store, under the name its author gave it; ``place`` is where the telephone stood."""

    name: str
    stored: Stored
    place: tuple[float, float] | None = None


def upload(content: bytes, name: str, place: tuple[float, float] | None = None) -> Upload:
    """Check and store the bytes of a file, before the transaction that tells of it. Raises a FileRefused."""
    shown = clean_name(name)
    return Upload(shown, store(content, name=shown), place)


@transaction.atomic
def add_files(work: Work, files: Sequence[Upload], *, note: str = "", by: str, at: datetime) -> list[WorkFile]:
    """Add photos and documents to a work; a file that it has already is left as it is."""
    kept = keep_files(work, files, note=note, by=by, at=at)
    if kept:
        detail = {"work": work.code, "files": [one.name for one in kept]}
        record("finance.work_files_added", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def remove_file(file: WorkFile, *, by: str, at: datetime) -> WorkFile:
    """Take a photo or document away from a work; row and bytes stay in the history."""
    file = WorkFile.objects.select_for_update(of=("self",)).select_related("work__unit").get(pk=file.pk)
    if file.removed_at is None:
        file.removed_by, file.removed_at = by, at
        file.save(update_fields=["removed_by", "removed_at"])
        detail = {"work": file.work.code, "name": file.name}
        record("finance.work_file_removed", subject=file.work.unit.name, by=by, at=at, detail=detail)
    return file


def keep_files(
    work: Work, files: Sequence[Upload], *, note: str = "", by: str, at: datetime, **of: Any
) -> list[WorkFile]:
    """Write the rows of uploads, inside the act that tells of them; ``of`` names the record they belong to."""
    kept = []
    for one in files:
        file = one.stored.file(at)
        place = (file.photo_latitude, file.photo_longitude)
        latitude, longitude = place if None not in place else one.place or (None, None)
        row, made = WorkFile.objects.get_or_create(
            work=work,
            file=file,
            removed_at=None,
            defaults={
                **of,
                "is_photo": file.is_image,
                "name": one.name,
                "note": note,
                "taken_at": file.photo_taken_at or at,
                "latitude": latitude,
                "longitude": longitude,
                "made_by": by,
                "made_at": at,
            },
        )
        if made:
            kept.append(row)
    return kept
