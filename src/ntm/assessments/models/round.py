from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from ntm.areas.models import Unit
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.quantities import written_day


class RoundKind(models.TextChoices):
    """How often such a round comes; its window of data follows Decree 09/2019/NĐ-CP."""

    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half-year", "6 tháng"
    YEAR = "year", "Năm"
    AD_HOC = "ad-hoc", "Đột xuất"


class RoundQuerySet(models.QuerySet["Round"]):
    def open_on(self, day: date) -> RoundQuerySet:
        """Rounds in which somebody may still act."""
        return self.filter(opens_on__lte=day, closed_at=None)


class Round(models.Model):
    """A review round: which units are asked for which criteria sets, over which days, and until when.

    The values of a round belong to the quarter in which its window of data ends. When the figures are
    due is apart from the window: they are gathered after it.
    """

    kind = models.CharField(max_length=10, choices=RoundKind.choices)
    period = models.CharField(max_length=8)  # "2024-Q3", the quarter in which the window ends
    starts_on = models.DateField()  # the window of data
    ends_on = models.DateField()
    sets = models.JSONField()  # ["commune-ntm-2021-2025", …]
    units = models.ManyToManyField(Unit, related_name="rounds")
    opens_on = models.DateField()
    due_on = models.DateField()  # the last day to report
    verify_due_on = models.DateField(null=True, blank=True)  # None where nobody verifies
    appraise_due_on = models.DateField()
    purpose = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="window_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="round_is_due_after_it_opens"),
        ]
        indexes = [models.Index(fields=["period"], name="rounds_by_period")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period}"

    @property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.period)

    @property
    def name(self) -> Text:
        """“Quý III/2024”, “6 tháng đầu năm 2024”, “Năm 2024”, or the days of an ad hoc round."""
        year = self.ends_on.year
        if self.kind == RoundKind.QUARTER:
            return self.quarter.name
        if self.kind == RoundKind.YEAR:
            return Text(f"Năm {year}", f"Year {year}")
        if self.kind == RoundKind.HALF_YEAR:
            first = self.quarter.number == 2
            return Text(
                f"6 tháng {'đầu' if first else 'cuối'} năm {year}", f"{'First' if first else 'Second'} half of {year}"
            )
        return Text(
            f"Đột xuất đến {written_day(self.ends_on)}{self.purpose and f': {self.purpose}'}",
            f"Ad hoc until {written_day(self.ends_on)}{self.purpose and f': {self.purpose}'}",
        )
