from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.areas.models import Tier, Unit
from ntm.plans.models.plan import Clause, Plan
from ntm.recognition.models import Level


class Target(models.Model):
    """How many units of a tier the plan wants recognised at a level within its year.

    ``at_least`` is None for the target to keep what was reached (II.3).
    """

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=12, choices=Tier.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    at_least = models.PositiveSmallIntegerField(null=True)
    is_minimum = models.BooleanField()  # "có ít nhất 02 xã" against "có 01 huyện"
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    line = models.PositiveIntegerField(null=True, blank=True)  # of the document it was read from

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "tier", "level"], name="one_target_per_clause_and_level")
        ]

    def __str__(self) -> str:
        return self.name


class Registration(models.Model):
    """A unit registered to reach a level in the plan's year."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registrations")
    level = models.CharField(max_length=12, choices=Level.choices)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "level"], name="one_registration_per_unit_and_level"),
            models.CheckConstraint(condition=~Q(level=""), name="a_registration_names_its_level"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.level}"
