from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.finance.models.work import Work


class Progress(models.Model):
    """How far a work had come on a day: its volume, and the value of what was finished and accepted.

    Never changed: a correction is a later record of the same day. ``finished`` marks the acceptance of the whole.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="records")
    on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    accepted_dong = models.PositiveBigIntegerField()  # volume accepted so far, from the beginning
    finished = models.BooleanField(default=False)
    document = models.CharField(max_length=200, blank=True)  # the record of acceptance
    note = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="a_work_is_at_most_whole")]

    def __str__(self) -> str:
        return f"{self.work_id} {self.on}: {self.percent}%"


class Clearing(models.Model):
    """How much of a work's arrears is to be paid in a year, from which source.

    ``on`` is the day whose arrears were planned for. The newest row of a year and source counts; an amount of 0 takes
    the plan of that year and source back.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="clearings")
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=60)
    amount_dong = models.PositiveBigIntegerField()
    on = models.DateField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.work_id} {self.year}: {self.amount_dong}"
