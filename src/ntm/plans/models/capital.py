from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.plans.models.plan import Clause, Plan


class PlannedCapital(models.Model):
    """One line of the plan's capital table in whole đồng; children sum to their parent.

    Credit stands under a root of its own and is never added to the programme's capital. ``added_by`` is the amendment
    that brought the line in; None for what was there from the beginning. A line that an amendment took out may be
    brought in again by a later one: the code then stands once for each.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="capital")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="capital")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=100)  # "local/province/investment"
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    amount_dong = models.BigIntegerField()
    footnote = models.CharField(max_length=8, blank=True)  # the mark in the document: "1"
    added_by = models.ForeignKey("plans.Amendment", models.PROTECT, null=True, blank=True, related_name="added_capital")
    line = models.PositiveIntegerField(null=True, blank=True)  # of the document it was read from

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"], condition=Q(added_by=None), name="one_capital_line_per_code"
            ),
            models.UniqueConstraint(
                fields=["plan", "code", "added_by"],
                condition=Q(added_by__isnull=False),
                name="an_amendment_adds_one_capital_line_per_code",
            ),
            models.CheckConstraint(condition=Q(amount_dong__gte=0), name="planned_capital_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.amount_dong}"
