from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from ntm.areas.models import holds_on


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def on(self, day: date) -> DelegationQuerySet:
        return self.filter(holds_on(day))


class Delegation(models.Model):
    """A person lets a colleague act in one of their assignments, between two days.

    It ends by itself on its last day, and at once when the assignment ends. What is handed on cannot be
    handed on again.
    """

    assignment = models.ForeignKey("accounts.Assignment", models.PROTECT, related_name="delegations")
    to = models.ForeignKey("accounts.User", models.PROTECT, related_name="delegations")
    valid_from = models.DateField()
    valid_until = models.DateField()
    reason = models.CharField(max_length=200)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "to", "valid_from"], name="one_delegation_per_assignment_person_and_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")), name="delegation_ends_on_or_after_its_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} → {self.to_id}"
