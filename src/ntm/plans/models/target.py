from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.areas.models import Tier, Unit
from ntm.core.problems import Text
from ntm.plans.models.plan import Clause, Plan
from ntm.recognition.models import Level


class Target(models.Model):
    """How many units of a tier the plan wants recognised at a level within its year.

    ``at_least`` is None for the target to keep what was reached (II.3). ``added_by`` is the amendment that brought
    the target in; None for what was there from the beginning.
    """

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="targets")
    position = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=12, choices=Tier.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    at_least = models.PositiveSmallIntegerField(null=True)
    is_minimum = models.BooleanField()  # "có ít nhất 02 xã" against "có 01 huyện"
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    added_by = models.ForeignKey("plans.Amendment", models.PROTECT, null=True, blank=True, related_name="added_targets")
    line = models.PositiveIntegerField(null=True, blank=True)  # of the document it was read from

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause", "tier", "level"],
                condition=Q(added_by=None),
                name="one_target_per_clause_and_level",
            ),
            models.UniqueConstraint(
                fields=["clause", "tier", "level", "added_by"],
                condition=Q(added_by__isnull=False),
                name="an_amendment_adds_one_target_per_clause_and_level",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegistrationState(models.TextChoices):
    """How far a registration has come; what was returned or taken out may be registered anew."""

    PROPOSED = "proposed", "Chờ xác nhận"
    CONFIRMED = "confirmed", "Đã xác nhận"
    RETURNED = "returned", "Trả lại"
    TAKEN_OUT = "taken-out", "Đưa ra khỏi danh sách"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _STATES_IN_ENGLISH[self.value])

    @property
    def stands(self) -> bool:
        """Whether the unit counts as registered."""
        return self in STANDING


STANDING = (RegistrationState.PROPOSED, RegistrationState.CONFIRMED)
_STATES_IN_ENGLISH = {
    "proposed": "Waits to be confirmed",
    "confirmed": "Confirmed",
    "returned": "Returned",
    "taken-out": "Taken out",
}


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def standing(self) -> RegistrationQuerySet:
        """Registrations that count now: proposed or confirmed."""
        return self.filter(state__in=STANDING)


class Registration(models.Model):
    """A unit registered to reach a level in the plan's year; ``state`` is that of its newest step."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="registrations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="registrations")
    level = models.CharField(max_length=12, choices=Level.choices)
    state = models.CharField(max_length=12, choices=RegistrationState.choices, default=RegistrationState.CONFIRMED)
    is_sample = models.BooleanField(default=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit", "level"], name="one_registration_per_unit_and_level"),
            models.CheckConstraint(condition=~Q(level=""), name="a_registration_names_its_level"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} → {self.level}"


class RegistrationStep(models.Model):
    """What happened to a registration on a day, by whom and why; steps are added, never changed."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="steps")
    on = models.DateField()
    state = models.CharField(max_length=12, choices=RegistrationState.choices)
    note = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["registration", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "confirmed"]) | ~Q(note=""),
                name="a_refusal_of_a_registration_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}: {self.state} on {self.on}"
