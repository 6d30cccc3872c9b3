"""Which backups of a folder may go, so that those of every night do not fill the disk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction

from ntm.audit.services import record

DAYS, MONTHS = 14, 12
_OURS = re.compile(r"ntm-(\d{8})-\d{6}\.zip(?:\.sealed)?")  # as `ntm backup` names them; nobody else's file is touched


def name_of(moment: datetime, *, sealed: bool) -> str:
    return f"ntm-{moment:%Y%m%d-%H%M%S}.zip{'.sealed' if sealed else ''}"


def to_go(names: Iterable[str], *, days: int = DAYS, months: int = MONTHS) -> list[str]:
    """Return the names, oldest first, that are not the newest of one of the last days or months that have a backup.

    Days are those in the names, so that a clock that jumped lets nothing go that would be missed.
    """
    ours = sorted((name for name in names if _OURS.fullmatch(name)), reverse=True)
    newest_of_day = {name[4:12]: name for name in reversed(ours)}
    newest_of_month = {name[4:10]: name for name in reversed(ours)}
    kept = {newest_of_day[day] for day in sorted(newest_of_day, reverse=True)[:days]}
    kept |= {newest_of_month[month] for month in sorted(newest_of_month, reverse=True)[:months]}
    return [name for name in reversed(ours) if name not in kept]


@transaction.atomic
def thin_out(folder: Path, *, days: int = DAYS, months: int = MONTHS, by: str, at: datetime) -> list[str]:
    """Delete the backups of a folder that may go; return their names. Call it only once a newer one was checked.

    The newest always stays.
    """
    gone = to_go((path.name for path in folder.iterdir() if path.is_file()), days=max(days, 1), months=months)
    if gone:
        record("config.backups_thinned", subject=str(len(gone)), by=by, at=at, detail={"files": gone})
    for name in gone:
        (folder / name).unlink()
    return gone
