from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


class Tier(models.TextChoices):
    """How deep a unit stands. A tier may be missing on a day: districts end on 30/06/2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    VILLAGE = "village"


class Kind(models.TextChoices):
    """What the law calls a unit; the programme works in the xã."""

    PROVINCE = "tinh", "Tỉnh"
    CENTRAL_CITY = "thanh-pho-tw", "Thành phố trực thuộc trung ương"
    RURAL_DISTRICT = "huyen", "Huyện"
    URBAN_DISTRICT = "quan", "Quận"
    TOWN = "thi-xa", "Thị xã"
    PROVINCIAL_CITY = "thanh-pho", "Thành phố thuộc tỉnh"
    COMMUNE = "xa", "Xã"
    WARD = "phuong", "Phường"
    TOWNSHIP = "thi-tran", "Thị trấn"
    SPECIAL_ZONE = "dac-khu", "Đặc khu"
    VILLAGE = "thon", "Thôn, xóm, bản, ấp"


def holds_on(day: date, prefix: str = "") -> Q:
    """Say which rows with ``valid_from`` and ``valid_until`` (its last day) hold on a day."""
    begun = Q(**{f"{prefix}valid_from__lte": day})
    return begun & (Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gte": day}))


class UnitQuerySet(models.QuerySet["Unit"]):
    """Questions about units; each word narrows the answer."""

    def on(self, day: date) -> UnitQuerySet:
        """Units that exist on ``day``."""
        return self.filter(holds_on(day))

    def communes(self) -> UnitQuerySet:
        """Every commune-level unit: xã, phường, thị trấn, đặc khu."""
        return self.filter(tier=Tier.COMMUNE)

    def rural(self) -> UnitQuerySet:
        """The xã: the commune-level units that the programme works in."""
        return self.filter(kind=Kind.COMMUNE)

    def in_vietnamese_order(self) -> UnitQuerySet:
        """Sorted as a Vietnamese dictionary sorts names, without asking the database's locale."""
        return self.order_by("sort_name", "code")


class Unit(models.Model):
    """An administrative unit with the days between which it existed under one name and code.

    Codes are given again to other units over time, so a unit is never its code: 05569 was xã
    Bảo Cường until 30/11/2024, then thị trấn Chợ Chu, then xã Định Hóa from 01/07/2025.
    """

    code = models.CharField(max_length=8)
    tier = models.CharField(max_length=12, choices=Tier.choices)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120)  # "Xã Bảo Cường"
    short_name = models.CharField(max_length=120)  # "Bảo Cường"
    sort_name = models.CharField(max_length=160)
    search_name = models.CharField(max_length=120)  # "bao cuong"
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the last day; None while it lasts
    starts_exactly = models.BooleanField(default=True)  # False: older than our lists, true start unknown
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tier", "code", "valid_from"], name="one_unit_per_tier_code_and_start"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="unit_ends_on_or_after_its_first_day",
            ),
        ]
        indexes = [
            models.Index(fields=["tier", "valid_from", "valid_until"], name="units_by_tier_and_day"),
            models.Index(fields=["search_name"], name="units_by_search_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: date) -> bool:
        """Say whether the unit exists on ``day``."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class ParentQuerySet(models.QuerySet["Parent"]):
    def on(self, day: date) -> ParentQuerySet:
        return self.filter(holds_on(day))


class Parent(models.Model):
    """Which unit stood directly above another, and between which days."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Unit, models.PROTECT, related_name="children")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = ParentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="one_parent_per_unit_and_start"),
            models.CheckConstraint(condition=~Q(unit=F("parent")), name="no_unit_is_its_own_parent"),
        ]
        indexes = [models.Index(fields=["parent", "valid_from", "valid_until"], name="children_by_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} < {self.parent_id}"
