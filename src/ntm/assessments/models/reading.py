from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.areas.models import Unit
from ntm.core.problems import Text


class Stage(models.TextChoices):
    """Which body left a reading; the latest stage counts."""

    REPORTED = "1-reported", "Xã báo cáo"
    VERIFIED = "2-verified", "Đã thẩm tra"
    APPRAISED = "3-appraised", "Đã thẩm định"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _STAGES_IN_ENGLISH[self.value])


_STAGES_IN_ENGLISH = {"1-reported": "Commune reported", "2-verified": "Verified", "3-appraised": "Appraised"}


ONE_THING = (
    Q(amount__isnull=False, passed=None, not_applicable_because="")
    | Q(amount=None, passed__isnull=False, not_applicable_because="")
    | (Q(amount=None, passed=None) & ~Q(not_applicable_because=""))
)


class ReadingQuerySet(models.QuerySet["Reading"]):
    def current(self) -> ReadingQuerySet:
        """Readings that still count: nothing took their place and nobody took them back."""
        return self.filter(set_aside_at=None)

    def of_period(self, period: str) -> ReadingQuerySet:
        return self.filter(period=period)


class Reading(models.Model):
    """What one body found for one indicator of one unit in one period.

    What was found is never overwritten: a correction is a new row that sets the older ones aside, and
    each body leaves its own beside the others. Exactly one of ``amount``, ``passed`` and
    ``not_applicable_because`` is given.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="readings")
    measure = models.CharField(max_length=60)  # "commune-ntm-2021-2025/10", a code of the rulebook
    period = models.CharField(max_length=8)  # "2024-Q3"
    period_ends_on = models.DateField()
    stage = models.CharField(max_length=12, choices=Stage.choices)
    amount = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    not_applicable_because = models.CharField(max_length=300, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    entered_by = models.CharField(max_length=150)
    entered_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)
    # The reading that took its place; None as well when somebody took it back.
    set_aside_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="sets_aside")
    is_sample = models.BooleanField(default=False)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_reading_says_exactly_one_thing", condition=ONE_THING),
            models.CheckConstraint(
                name="what_took_a_readings_place_did_so_at_a_moment",
                condition=Q(set_aside_by=None) | Q(set_aside_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_current_reading_of_each_body",
                fields=["unit", "period", "measure", "stage"],
                condition=Q(set_aside_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "period", "measure"], name="readings_by_unit_and_period"),
            models.Index(fields=["period", "measure"], name="readings_by_period_and_measure"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.unit_id} in {self.period}"

    @property
    def stage_words(self) -> Text:
        return Stage(self.stage).words
