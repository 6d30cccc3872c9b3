from __future__ import annotations

from django.db import models

from ntm.finance.models.work import Work


class Correction(models.Model):
    """One fact of a work was corrected: what stood there, what stands there now, who and why."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="corrections")
    fact = models.CharField(max_length=20)  # a field of the work, "units" or "measures"
    before = models.CharField(max_length=2000, blank=True)
    after = models.CharField(max_length=2000, blank=True)
    because = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.work_id} {self.fact}: {self.before} → {self.after}"
