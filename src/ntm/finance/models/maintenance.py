from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.finance.models.work import Work


class MaintenanceJob(models.Model):
    """What has to be done to keep a finished work in use: once on a day, or again after so many months."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="maintenance")
    what = models.CharField(max_length=200)  # "Dặm vá mặt đường, khơi rãnh"
    first_due_on = models.DateField()
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)  # None: once
    responsible = models.CharField(max_length=200)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)  # from this day it is no longer asked for
    ended_because = models.CharField(max_length=300, blank=True)
    ended_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["first_due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="maintenance_comes_again_after_one_to_240_months",
                condition=Q(every_months=None) | Q(every_months__gte=1, every_months__lte=240),
            ),
            models.CheckConstraint(
                name="maintenance_ends_by_somebody",
                condition=Q(ended_on=None, ended_by="") | (Q(ended_on__isnull=False) & ~Q(ended_by="")),
            ),
        ]

    def __str__(self) -> str:
        return self.what


class MaintenanceCost(models.Model):
    """What doing a maintenance job once is expected to cost from one source."""

    job = models.ForeignKey(MaintenanceJob, models.PROTECT, related_name="costs")
    source = models.CharField(max_length=60)
    amount_dong = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "source"], name="one_maintenance_cost_per_source")]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount_dong}"


class MaintenanceEntry(models.Model):
    """Maintenance of a work was done: on which day, by whom, at what cost; never changed.

    ``job`` is None for what was done beside the plan, such as after a storm.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="maintained")
    job = models.ForeignKey(MaintenanceJob, models.PROTECT, null=True, blank=True, related_name="entries")
    what = models.CharField(max_length=200)
    on = models.DateField()
    done_by = models.CharField(max_length=200)
    cost_dong = models.PositiveBigIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.on}"
