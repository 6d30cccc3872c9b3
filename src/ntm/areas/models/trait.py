from __future__ import annotations

from datetime import date

from django.db import models

from ntm.areas.models.unit import Unit, holds_on


class TraitName(models.TextChoices):
    """What the law asks about a unit before it knows which level applies."""

    REGION = "region"  # value: TDMNPB, DBSH, BTB, DHNTB, TN, DNB, DBSCL; stands on the province
    COMMUNE_GROUP = "commune-group"  # value: group-1, group-2, group-3 (from 2026)
    SAFE_ZONE = "safe-zone"  # xã an toàn khu (ATK)
    HARDSHIP_ZONE = "hardship-zone"  # value: I, II, III (khu vực)
    POOR_DISTRICT = "poor-district"  # huyện nghèo, or just escaped 2018-2020


class TraitQuerySet(models.QuerySet["Trait"]):
    def on(self, day: date) -> TraitQuerySet:
        return self.filter(holds_on(day))


class Trait(models.Model):
    """A dated property of a unit with its legal source."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="traits")
    name = models.CharField(max_length=16, choices=TraitName.choices)
    value = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=40)

    objects = TraitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "valid_from"], name="one_trait_per_unit_name_and_start"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value}".strip()
