from __future__ import annotations

from django.core.files.storage import Storage, storages
from django.db import models


def evidence_storage() -> Storage:
    """Return where files are kept: a folder, or an S3 bucket by setting."""
    return storages["evidence"]


class File(models.Model):
    """The bytes of one file, kept once under their hash, however often they are attached.

    ``content_type`` was decided by content. ``photo_…`` come from the photo itself; ``signed_at`` and
    ``signer`` from a PDF's signature, ``signature_intact`` None where there is none.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    stored = models.FileField(storage=evidence_storage, max_length=120)
    photo_latitude = models.FloatField(null=True, blank=True)
    photo_longitude = models.FloatField(null=True, blank=True)
    photo_taken_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signer = models.CharField(max_length=200, blank=True)
    signature_intact = models.BooleanField(null=True, blank=True)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
