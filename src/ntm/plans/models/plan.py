from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from ntm.accounts.models import Office
from ntm.areas.models import Unit
from ntm.core.problems import Text


class PlanState(models.TextChoices):
    DRAFT = "draft", "Dự thảo"
    ISSUED = "issued", "Đã ban hành"

    @property
    def words(self) -> Text:
        return Text(str(self.label), {"draft": "Draft", "issued": "Issued"}[self.value])


class PlanQuerySet(models.QuerySet["Plan"]):
    def issued(self) -> PlanQuerySet:
        return self.filter(state=PlanState.ISSUED)

    def of_units(self) -> PlanQuerySet:
        """Plans of units themselves, not of their offices."""
        return self.filter(office=None)


class Plan(models.Model):
    """An official plan of one unit, or of one office of it, for one year, with number, day, issuer and signer.

    ``office`` is None where the unit itself plans. ``number`` is empty where the document does not show it;
    a plan written on a page has no ``fingerprint``. What an amendment changes stands beside the plan, never in it.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="plans")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.ISSUED)
    number = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    issuer = models.CharField(max_length=200)
    issuer_en = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    signed_by = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    recipients = models.JSONField(default=list)  # [{"vi": "…", "en": "…"}, …] in the document's order
    fingerprint = models.CharField(max_length=16)  # of the file it was read from
    is_sample = models.BooleanField(default=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(office=None), name="one_plan_per_unit_and_year"
            ),
            models.UniqueConstraint(
                fields=["unit", "office", "year"],
                condition=Q(office__isnull=False),
                name="one_plan_per_office_and_year",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title_words(self) -> Text:
        return Text(self.title, self.title_en)

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def first_day(self) -> date:
        """The day from which the plan holds: its issue, or the year's first day where that is unknown."""
        return self.issued_on or date(self.year, 1, 1)


class LegalBasis(models.Model):
    """An act that the plan rests on, as its “Căn cứ” lines cite it."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="legal_bases")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)  # None where the plan cites no day
    issuer = models.CharField(max_length=200)
    issuer_en = models.CharField(max_length=200)
    subject = models.CharField(max_length=400)
    subject_en = models.CharField(max_length=400)
    line = models.PositiveIntegerField(null=True, blank=True)  # of the document it was read from

    class Meta:
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="one_legal_basis_per_place")]

    def __str__(self) -> str:
        return self.number or self.subject

    @property
    def issued_by(self) -> Text:
        return Text(self.issuer, self.issuer_en)

    @property
    def about(self) -> Text:
        return Text(self.subject, self.subject_en)


class ClauseKind(models.TextChoices):
    PURPOSE = "purpose", "Mục đích"
    REQUIREMENT = "requirement", "Yêu cầu"
    TARGET = "target", "Mục tiêu"
    TASK = "task", "Nhiệm vụ, giải pháp"
    CAPITAL = "capital", "Nguồn lực"
    ORGANISATION = "organisation", "Tổ chức thực hiện"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _KINDS_IN_ENGLISH[self.value])


_KINDS_IN_ENGLISH = {
    "purpose": "Purpose",
    "requirement": "Requirement",
    "target": "Target",
    "task": "Task or solution",
    "capital": "Resources",
    "organisation": "Who does what",
}


class Rhythm(models.TextChoices):
    """How often a clause asks for something, in the words of the plan."""

    ALL_YEAR = "all-year", "Cả năm"
    QUARTERLY = "quarterly", "Hằng quý"
    ON_DEMAND = "on-demand", "Khi phát sinh"
    AS_REGULATED = "as-regulated", "Theo quy định"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _RHYTHMS_IN_ENGLISH[self.value])


_RHYTHMS_IN_ENGLISH = {
    "all-year": "All year",
    "quarterly": "Each quarter",
    "on-demand": "When needed",
    "as-regulated": "As regulated",
}


class Clause(models.Model):
    """One numbered passage of the plan, said in our own words, with the reference to find it.

    ``serves`` is the clause of a plan above that this one carries out. ``added_by`` is the amendment that
    brought the clause in; None for what was there from the beginning.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="clauses")
    reference = models.CharField(max_length=20)  # "III.2.1.2-b"
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=ClauseKind.choices)
    summary = models.TextField()
    summary_en = models.TextField()
    rhythm = models.CharField(max_length=20, choices=Rhythm.choices, blank=True)
    due_on = models.DateField(null=True, blank=True)
    output = models.CharField(max_length=300, blank=True)
    output_en = models.CharField(max_length=300, blank=True)
    responsible = models.CharField(max_length=200, blank=True)  # in words, where the plan names nobody by duty
    serves = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="served_by")
    added_by = models.ForeignKey("plans.Amendment", models.PROTECT, null=True, blank=True, related_name="added")
    line = models.PositiveIntegerField(null=True, blank=True)  # of the document it was read from

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "reference"], name="one_clause_per_reference"),
            models.CheckConstraint(condition=Q(serves=None) | ~Q(serves=F("id")), name="no_clause_serves_itself"),
        ]

    def __str__(self) -> str:
        return self.reference


class Duty(models.Model):
    """A body leads or supports what a clause asks."""

    class Part(models.TextChoices):
        LEAD = "lead", "Chủ trì"
        SUPPORT = "support", "Phối hợp"

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="duties")
    office = models.ForeignKey(Office, models.PROTECT, related_name="duties")
    part = models.CharField(max_length=8, choices=Part.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clause", "office"], name="one_duty_per_clause_and_office")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.part} {self.clause_id}"
