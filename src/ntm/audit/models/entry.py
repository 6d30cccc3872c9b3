from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One act of one person. It holds names, not foreign keys, so that it outlives what it names.

    ``seal`` is the SHA-256 of the line and of the seal before it: changing an old line breaks
    every seal after it.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    act = models.CharField(max_length=60)  # "areas.boundaries_imported"
    subject = models.CharField(max_length=200)
    detail = models.JSONField()
    seal_before = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.act} {self.subject}"
