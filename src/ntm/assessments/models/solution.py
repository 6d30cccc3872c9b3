from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.areas.models import Unit
from ntm.core.problems import Text


class CapitalSource(models.TextChoices):
    """Where the money for a solution is to come from; loans to the people are counted elsewhere."""

    CENTRAL = "central", "Ngân sách trung ương"
    PROVINCE = "province", "Ngân sách tỉnh"
    DISTRICT = "district", "Ngân sách huyện"
    COMMUNE = "commune", "Ngân sách xã"
    INTEGRATED = "integrated", "Vốn lồng ghép"
    PEOPLE = "people", "Người dân, doanh nghiệp"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _SOURCES_IN_ENGLISH[self.value])


_SOURCES_IN_ENGLISH = {
    "central": "Central budget",
    "province": "Provincial budget",
    "district": "District budget",
    "commune": "Commune budget",
    "integrated": "Integrated capital",
    "people": "People and enterprises",
}


class Solution(models.Model):
    """What a unit will do to meet an indicator that it does not meet: who, by when, and how far it has come."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="solutions")
    measure = models.CharField(max_length=60)
    what = models.CharField(max_length=500)
    lead = models.CharField(max_length=200)  # the office or person in charge, in words
    due_on = models.DateField()
    progress = models.PositiveSmallIntegerField(default=0)  # percent
    progress_note = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="progress_is_at_most_100_percent"),
        ]
        indexes = [models.Index(fields=["unit", "measure"], name="solutions_by_unit")]

    def __str__(self) -> str:
        return self.what


class SolutionCost(models.Model):
    """What a solution is thought to cost from one source, in whole đồng."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="costs")
    source = models.CharField(max_length=12, choices=CapitalSource.choices)
    amount_dong = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["solution", "source"], name="one_cost_per_solution_and_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.amount_dong}"

    @property
    def source_words(self) -> Text:
        return CapitalSource(self.source).words
