from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.areas.models import Unit
from ntm.core.problems import Text


class Field(models.TextChoices):
    """What a work is for, in the words of the plan's list of essential infrastructure."""

    ROADS = "roads", "Giao thông"
    IRRIGATION = "irrigation", "Thủy lợi, phòng chống thiên tai"
    POWER = "power", "Điện"
    SCHOOLS = "schools", "Trường học"
    HEALTH = "health", "Y tế"
    CULTURE = "culture", "Văn hóa, thể thao"
    TRADE = "trade", "Thương mại nông thôn"
    WATER = "water", "Nước sạch"
    ENVIRONMENT = "environment", "Môi trường, cảnh quan"
    INFORMATION = "information", "Thông tin, chuyển đổi số"
    PRODUCTION = "production", "Sản xuất"
    OTHER = "other", "Khác"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _FIELDS_IN_ENGLISH[self.value])


_FIELDS_IN_ENGLISH = {
    "roads": "Roads",
    "irrigation": "Irrigation, disaster prevention",
    "power": "Power",
    "schools": "Schools",
    "health": "Health",
    "culture": "Culture and sport",
    "trade": "Rural trade",
    "water": "Clean water",
    "environment": "Environment and landscape",
    "information": "Information and digital change",
    "production": "Production",
    "other": "Other",
}


class Work(models.Model):
    """A work (công trình) that the programme builds: where and what for.

    ``unit`` answers for it; ``units`` are all units that it serves, the first among them. What was approved stands in
    its approvals, who builds it in its contracts, how far its life has come in its steps: each on a day.
    """

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=300)
    field = models.CharField(max_length=12, choices=Field.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="works")
    units = models.ManyToManyField(Unit, related_name="works_serving")
    begins_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)  # planned
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="a_work_has_both_coordinates_or_none",
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Serves(models.Model):
    """A work lifts a measure (the value of one or more indicators) of the units it serves."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="serves")
    measure = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "measure"], name="one_row_per_work_and_measure")]

    def __str__(self) -> str:
        return f"{self.work_id} → {self.measure}"
