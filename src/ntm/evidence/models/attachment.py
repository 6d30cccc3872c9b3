from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.areas.models import Unit


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def current(self) -> AttachmentQuerySet:
        """Attachments that nobody took away."""
        return self.filter(removed_at=None)


class Attachment(models.Model):
    """A file that proves one measure of one unit in one period, under the name its author gave it.

    Taking it away keeps the row and the file: what was once shown stays in the history.
    """

    file = models.ForeignKey("evidence.File", models.PROTECT, related_name="attachments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="attachments")
    measure = models.CharField(max_length=60)
    period = models.CharField(max_length=8)
    kind = models.CharField(max_length=60, blank=True)  # of law/evidence, where the law names one
    name = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    attached_by = models.CharField(max_length=150)
    attached_at = models.DateTimeField()
    removed_by = models.CharField(max_length=150, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "unit", "measure", "period"],
                condition=Q(removed_at=None),
                name="a_file_proves_a_measure_once",
            ),
            models.CheckConstraint(
                condition=Q(removed_by="", removed_at=None) | (~Q(removed_by="") & Q(removed_at__isnull=False)),
                name="removed_by_and_removed_at_go_together",
            ),
        ]
        indexes = [models.Index(fields=["unit", "period", "measure"], name="attachments_by_unit_and_period")]

    def __str__(self) -> str:
        return self.name
