from __future__ import annotations

from datetime import date

from django.db import models

from ntm.areas.models import Unit, holds_on


class Role(models.TextChoices):
    """What a person does in the programme (DESIGN, "Who uses it")."""

    COMMUNE_OFFICER = "commune-officer", "Cán bộ xã"
    DISTRICT_OFFICER = "district-officer", "Cán bộ huyện"
    DEPARTMENT_OFFICER = "department-officer", "Cán bộ sở, ngành"
    COORDINATION_OFFICE = "coordination-office", "Văn phòng Điều phối"
    LEADER = "leader", "Lãnh đạo"
    FRONT = "front", "Mặt trận Tổ quốc"
    AUDITOR = "auditor", "Thanh tra, kiểm toán"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def on(self, day: date) -> AssignmentQuerySet:
        return self.filter(holds_on(day))


class Assignment(models.Model):
    """A person holds a role in one unit and everything below it, between two days."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=24, choices=Role.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, blank=True, related_name="assignments")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "unit", "valid_from"], name="one_assignment_per_person_role_unit_and_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} in {self.unit_id}"
