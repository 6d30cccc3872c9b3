"""Looking after stored files: whether each is as it was, and which ones nothing points at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.core.files.storage import Storage

from ntm.evidence.models import File
from ntm.evidence.models.file import evidence_storage


@dataclass(frozen=True, slots=True)
class Unsound:
    """A file of which the bytes are gone or are not those that were attached."""

    file: File
    is_missing: bool


def verify_files() -> Iterator[Unsound]:
    """Read every file and yield those that are missing or changed."""
    for file in File.objects.order_by("pk").iterator():
        try:
            with file.stored.open("rb") as stream:
                digest = sha256(stream.read()).hexdigest()
        except OSError:
            yield Unsound(file, is_missing=True)
            continue
        if digest != file.sha256:
            yield Unsound(file, is_missing=False)


def sweep(*, before: datetime, delete: bool) -> list[str]:
    """Return stored names that no row knows and that are older than ``before``; delete them if told to."""
    storage = evidence_storage()
    known = set(File.objects.values_list("stored", flat=True))
    orphans = [name for name in _names(storage, "") if name not in known and storage.get_modified_time(name) < before]
    if delete:
        for name in orphans:
            storage.delete(name)
    return orphans


def a_day_before(at: datetime) -> datetime:
    """Return the moment before which an orphan is certainly no upload under way."""
    return at - timedelta(days=1)


def _names(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in files)
    for name in folders:
        yield from _names(storage, f"{prefix}{name}")
