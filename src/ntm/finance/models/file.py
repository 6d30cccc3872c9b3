from __future__ import annotations

from django.db import models


class LedgerFile(models.Model):
    """A workbook whose rows were booked as transfers, all of them at once; the same content is taken in only once."""

    name = models.CharField(max_length=200)
    content = models.CharField(max_length=64)  # fingerprint of what its rows say, whatever the file's name
    rows = models.PositiveIntegerField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["content"], name="a_file_is_taken_in_once")]

    def __str__(self) -> str:
        return self.name
