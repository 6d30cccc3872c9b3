from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.finance.models.work import Work


class Approval(models.Model):
    """A decision that approved the total of a work, or adjusted it, with the capital it counts on by source.

    The newest one of a day counts on that day; earlier ones stay. Sealed, the database has seen that the lines sum to
    the total, to the đồng; unsealed, the decision was taken in without naming its sources. Once kept, neither total
    nor day changes: a decision that was typed wrongly is set aside, and entered anew.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="approvals")
    decision = models.CharField(max_length=120, blank=True)  # "12/QĐ-UBND"
    on = models.DateField()
    total_dong = models.PositiveBigIntegerField()
    reason = models.CharField(max_length=300, blank=True)
    sealed = models.BooleanField(default=False)
    is_sample = models.BooleanField(default=False)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    set_aside_by = models.CharField(max_length=150, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "on"], condition=Q(set_aside_at=None), name="one_approval_per_work_and_day"
            ),
            models.CheckConstraint(
                name="an_approval_is_set_aside_by_somebody",
                condition=Q(set_aside_by="", set_aside_at=None) | (~Q(set_aside_by="") & Q(set_aside_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.on}: {self.total_dong}"


class ApprovalLine(models.Model):
    """What a decision counts on from one source for a work, in whole đồng."""

    approval = models.ForeignKey(Approval, models.PROTECT, related_name="lines")
    source = models.CharField(max_length=60)  # a leaf of law/capital
    amount_dong = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "source"], name="one_approval_line_per_source")]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount_dong}"
