from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.finance.models.work import Work


class Contract(models.Model):
    """Who builds a work, or a part of it, after which contract; one that was wrong is set aside, not deleted."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="contracts")
    contractor = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    amount_dong = models.PositiveBigIntegerField(null=True, blank=True)
    part = models.CharField(max_length=200, blank=True)  # the package: "Xây lắp", "Giám sát"; empty for the whole
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    set_aside_by = models.CharField(max_length=150, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_contract_is_set_aside_by_somebody",
                condition=Q(set_aside_by="", set_aside_at=None) | (~Q(set_aside_by="") & Q(set_aside_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contractor} {self.number}"
