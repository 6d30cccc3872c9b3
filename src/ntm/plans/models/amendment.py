from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.core.problems import Text
from ntm.plans.models.capital import PlannedCapital
from ntm.plans.models.plan import Clause, Plan
from ntm.plans.models.target import Target


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def issued(self) -> AmendmentQuerySet:
        return self.filter(issued_at__isnull=False)

    def open(self) -> AmendmentQuerySet:
        """Those still being written."""
        return self.filter(issued_at=None)


class Amendment(models.Model):
    """An act that changes an issued plan from a day on, with number, decision and reason.

    While it is being written it changes nothing; once issued it is never changed itself.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="amendments")
    number = models.CharField(max_length=40, blank=True)
    on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    issued_by = models.CharField(max_length=150, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=Q(issued_at=None), name="one_amendment_of_a_plan_is_written_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None) | (~Q(number="") & Q(on__isnull=False) & ~Q(issued_by="")),
                name="an_issued_amendment_has_number_day_and_issuer",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.reason

    @property
    def is_open(self) -> bool:
        return self.issued_at is None


class Changed(models.TextChoices):
    """What of a plan an amendment changes."""

    ADDED = "added", "Thêm mới"
    DROPPED = "dropped", "Đưa ra khỏi kế hoạch"
    SUMMARY = "summary", "Nội dung"
    OUTPUT = "output", "Kết quả, sản phẩm"
    DUE_ON = "due_on", "Thời hạn"
    RHYTHM = "rhythm", "Chế độ báo cáo"
    RESPONSIBLE = "responsible", "Người phụ trách"
    LEAD = "lead", "Chủ trì"
    SUPPORT = "support", "Phối hợp"
    AT_LEAST = "at_least", "Mục tiêu"
    AMOUNT = "amount_dong", "Kế hoạch vốn"
    NAME = "name", "Tên mục tiêu"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _IN_ENGLISH[self.value])


_IN_ENGLISH = {
    "added": "Added",
    "dropped": "Dropped from the plan",
    "summary": "Content",
    "output": "Result",
    "due_on": "Due day",
    "rhythm": "Rhythm",
    "responsible": "In charge",
    "lead": "Leads",
    "support": "Supports",
    "at_least": "Target",
    "amount_dong": "Planned capital",
    "name": "Name of the target",
}


class PlanChange(models.Model):
    """One thing that an amendment changes in a clause, a target or a line of capital: what stood before, and since.

    ``old`` and ``new`` hold a text, a number, a day as ISO text, a list of office codes, or None.
    """

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="changes")
    clause = models.ForeignKey(Clause, models.PROTECT, null=True, blank=True, related_name="changes")
    target = models.ForeignKey(Target, models.PROTECT, null=True, blank=True, related_name="changes")
    capital = models.ForeignKey(PlannedCapital, models.PROTECT, null=True, blank=True, related_name="changes")
    field = models.CharField(max_length=12, choices=Changed.choices)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        ordering = ["amendment", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(clause__isnull=False, target=None, capital=None)
                | Q(clause=None, target__isnull=False, capital=None)
                | Q(clause=None, target=None, capital__isnull=False),
                name="a_plan_change_is_of_one_thing",
            ),
            *(
                models.UniqueConstraint(
                    fields=["amendment", thing, "field"],
                    condition=Q(**{f"{thing}__isnull": False}),
                    name=f"an_amendment_changes_a_{thing}_field_once",
                )
                for thing in ("clause", "target", "capital")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.old} → {self.new}"

    @property
    def what(self) -> Text:
        return Changed(self.field).words
