from __future__ import annotations

from django.db import models

from ntm.areas.models import Unit


class Standing(models.Model):
    """Where one unit stands against one criteria set in one period.

    Kept in the same transaction as the reading that moves it. ``outcomes`` holds the outcome of
    each criterion by code; ``law`` is the fingerprint of the set that judged. Building all
    standings again from the readings gives the same rows.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="standings")
    criteria_set = models.CharField(max_length=40)  # "commune-ntm-2021-2025"
    period = models.CharField(max_length=8)
    judged_on = models.DateField()  # the day whose law was asked: the last day of the period
    outcome = models.CharField(max_length=16)  # of the whole set, preconditions included
    criteria_met = models.PositiveSmallIntegerField()
    criteria_without_level = models.PositiveSmallIntegerField()
    criteria_total = models.PositiveSmallIntegerField()
    indicators_met = models.PositiveSmallIntegerField()  # met or not applicable
    indicators_without_level = models.PositiveSmallIntegerField()
    indicators_without_data = models.PositiveSmallIntegerField()
    indicators_total = models.PositiveSmallIntegerField()
    outcomes = models.JSONField()  # {"1": "met", "2": "no_level", …}
    unmet = models.JSONField()  # codes of the indicators judged not met
    law = models.CharField(max_length=16)
    rests_on_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "criteria_set", "period"], name="one_standing_per_unit_set_and_period"
            ),
        ]
        indexes = [models.Index(fields=["period", "criteria_set"], name="standings_by_period_and_set")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.criteria_set} {self.period}: {self.criteria_met}/{self.criteria_total}"
