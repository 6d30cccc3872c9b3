"""Attaching a file to the measure it proves, and taking it away."""

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
from ntm.evidence.names import clean_name


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
    what = checked(content, shown)
    digest = sha256(content).hexdigest()
    stored = _store(content, digest)
    with transaction.atomic():
        file = _file(digest, stored, len(content), what, at)
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
            detail = {"measure": proof.measure, "period": proof.period, "name": shown, "sha256": digest}
            record("evidence.attached", subject=proof.unit.name, by=by, at=at, detail=detail)
    return attachment


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


def _store(content: bytes, digest: str) -> str:
    """Write the bytes under their hash unless they are there whole; a half-written file is written again."""
    storage = File._meta.get_field("stored").storage
    name = f"{digest[:2]}/{digest[2:4]}/{digest}"
    if storage.exists(name) and storage.size(name) == len(content):
        return name
    if storage.exists(name):
        storage.delete(name)
    return storage.save(name, ContentFile(content))


def _file(digest: str, stored: str, size: int, what: Checked, at: datetime) -> File:
    taken, signature = what.taken, what.signature
    return File.objects.get_or_create(
        sha256=digest,
        defaults={
            "size": size,
            "content_type": what.content_type,
            "stored": stored,
            "photo_latitude": taken and taken.latitude,
            "photo_longitude": taken and taken.longitude,
            "photo_taken_at": taken and taken.at,
            "signed_at": signature and signature.at,
            "signer": signature.signer if signature else "",
            "signature_intact": signature and signature.intact,
            "added_at": at,
        },
    )[0]
