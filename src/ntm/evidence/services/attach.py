"""Attaching a file to the measure it proves, taking it away, and bringing it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import transaction

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.evidence.checks import Checked, checked
from ntm.evidence.models import Attachment, File
from ntm.evidence.models.file import evidence_storage
from ntm.evidence.names import clean_name
from ntm.evidence.problems import AttachedAgain


@dataclass(frozen=True, slots=True)
class Proof:
    """What a file proves: one measure of one unit in one period; ``kind`` is one that the law names, or empty."""

    unit: Unit
    measure: str
    period: str
    kind: str = ""
    note: str = ""
    issued_on: date | None = None
    valid_until: date | None = None


def attach(content: bytes, proof: Proof, *, name: str, by: str, at: datetime) -> Attachment:
    """Keep a file, once whatever its name, and attach it; attaching it again changes nothing.

    The bytes are stored under their hash before any row is written, so that an interruption leaves at
    most a file that nothing points at, which ``sweep`` removes. Raises a FileRefused.
    """
    shown = clean_name(name)
    stored = store(content, name=shown)
    with transaction.atomic():
        file = stored.file(at)
        attachment, made = Attachment.objects.get_or_create(
            file=file,
            unit=proof.unit,
            measure=proof.measure,
            period=proof.period,
            removed_at=None,
            defaults={
                "kind": proof.kind,
                "name": shown,
                "note": proof.note,
                "issued_on": proof.issued_on,
                "valid_until": proof.valid_until,
                "attached_by": by,
                "attached_at": at,
            },
        )
        if made:
            detail = {"measure": proof.measure, "period": proof.period, "name": shown, "sha256": file.sha256}
            record("evidence.attached", subject=proof.unit.name, by=by, at=at, detail=detail)
    return attachment


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that lie in the store, checked; no row names them before ``file`` is asked for."""

    digest: str
    place: str
    size: int
    what: Checked

    def file(self, at: datetime) -> File:
        """Return the row of these bytes; made in the transaction that also writes what points at it."""
        return _row(self.digest, self.place, self.size, self.what, at)


def store(content: bytes, *, name: str) -> Stored:
    """Check bytes by what they are and store them, before any transaction; for apps with attachments of their own.

    ``name`` is one that ``clean_name`` made. Raises a FileRefused.
    """
    return store_checked(content, checked(content, name))


def store_checked(content: bytes, what: Checked) -> Stored:
    """Store bytes that the app has checked itself, such as a plain text, which is no evidence."""
    digest = sha256(content).hexdigest()
    return Stored(digest, _store(content, digest), len(content), what)


@transaction.atomic
def remove(attachment: Attachment, *, by: str, at: datetime) -> Attachment:
    """Take an attachment away; the row and the file stay in the history."""
    attachment = Attachment.objects.select_for_update(of=("self",)).select_related("unit", "file").get(pk=attachment.pk)
    if attachment.removed_at is None:
        attachment.removed_by, attachment.removed_at = by, at
        attachment.save(update_fields=["removed_by", "removed_at"])
        detail = {"measure": attachment.measure, "period": attachment.period, "name": attachment.name}
        record("evidence.removed", subject=attachment.unit.name, by=by, at=at, detail=detail)
    return attachment


@transaction.atomic
def restore(attachment: Attachment, *, by: str, at: datetime) -> Attachment:
    """Bring back what was taken away; raise AttachedAgain when the same file proves the measure anew."""
    attachment = Attachment.objects.select_for_update(of=("self",)).select_related("unit", "file").get(pk=attachment.pk)
    if attachment.removed_at is None:
        return attachment
    same = {name: getattr(attachment, name) for name in ("file", "unit", "measure", "period")}
    if Attachment.objects.current().filter(**same).exists():
        raise AttachedAgain(attachment.name)
    attachment.removed_by, attachment.removed_at = "", None
    attachment.save(update_fields=["removed_by", "removed_at"])
    detail = {"measure": attachment.measure, "period": attachment.period, "name": attachment.name}
    record("evidence.restored", subject=attachment.unit.name, by=by, at=at, detail=detail)
    return attachment


def _store(content: bytes, digest: str) -> str:
    """Write the bytes under their hash unless a row knows them and they are there whole.

    Bytes that no row knows are written again even so: they may be old enough to be swept away
    before the row that is about to name them is there.
    """
    storage = evidence_storage()
    name = f"{digest[:2]}/{digest[2:4]}/{digest}"
    if storage.exists(name):
        if storage.size(name) == len(content) and File.objects.filter(sha256=digest).exists():
            return name
        storage.delete(name)
    return storage.save(name, ContentFile(content))


def _row(digest: str, stored: str, size: int, what: Checked, at: datetime) -> File:
    taken, signature = what.taken, what.signature
    return File.objects.get_or_create(
        sha256=digest,
        defaults={
            "size": size,
            "content_type": what.content_type,
            "stored": stored,
            "photo_latitude": taken.latitude if taken else None,
            "photo_longitude": taken.longitude if taken else None,
            "photo_taken_at": taken.at if taken else None,
            "signed_at": signature.at if signature else None,
            "signer": signature.signer if signature else "",
            "signature_intact": signature.intact if signature else None,
            "added_at": at,
        },
    )[0]
