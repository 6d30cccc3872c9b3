from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.evidence.models import File
from ntm.finance.models.life import Acceptance
from ntm.finance.models.maintenance import MaintenanceEntry
from ntm.finance.models.progress import Progress
from ntm.finance.models.work import Work


class WorkFile(models.Model):
    """A photo or document of a work, perhaps of one of its records; the bytes are kept by ``evidence``.

    ``taken_at`` is the photo's own moment, else that of the upload; the place is the photo's own, else the one the
    telephone gave while it was sent. Taking a file away keeps the row.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="files")
    file = models.ForeignKey(File, models.PROTECT, related_name="works")
    progress = models.ForeignKey(Progress, models.PROTECT, null=True, blank=True, related_name="files")
    acceptance = models.ForeignKey(Acceptance, models.PROTECT, null=True, blank=True, related_name="files")
    maintenance = models.ForeignKey(MaintenanceEntry, models.PROTECT, null=True, blank=True, related_name="files")
    is_photo = models.BooleanField()
    name = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField()
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    removed_by = models.CharField(max_length=150, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "file"], condition=Q(removed_at=None), name="a_file_belongs_to_a_work_once"
            ),
            models.CheckConstraint(
                name="a_file_of_a_work_is_removed_by_somebody",
                condition=Q(removed_by="", removed_at=None) | (~Q(removed_by="") & Q(removed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.name
