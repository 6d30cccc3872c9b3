from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from ntm.areas.models import Tier, Unit
from ntm.recognition.models.recognition import Level


class ReportedCountQuerySet(models.QuerySet["ReportedCount"]):
    def known_on(self, day: date) -> ReportedCountQuerySet:
        return self.filter(as_of__lte=day)


class ReportedCount(models.Model):
    """How many units a source says are recognised at a level, without naming them.

    It stands beside what is known by name, so that a page can say: 87 known, the province counts 108.
    """

    province = models.ForeignKey(Unit, models.PROTECT, related_name="reported_counts")
    tier = models.CharField(max_length=12, choices=Tier.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    count = models.PositiveIntegerField()
    out_of = models.PositiveIntegerField()
    as_of = models.DateField()
    day_is_exact = models.BooleanField()
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    source = models.CharField(max_length=500)
    confidence = models.CharField(max_length=16)

    objects = ReportedCountQuerySet.as_manager()

    class Meta:
        ordering = ["as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "tier", "level", "as_of"], name="one_reported_count_per_tier_level_and_day"
            ),
            models.CheckConstraint(condition=Q(count__lte=F("out_of")), name="no_more_are_counted_than_there_are"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.count}/{self.out_of}"
