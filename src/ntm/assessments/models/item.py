from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.areas.models import Unit
from ntm.assessments.models.reading import Stage
from ntm.core.problems import Text
from ntm.core.procedure import Step


class Reached(models.TextChoices):
    """How far a figure has come; beyond the draft the same words as the stage of its reading."""

    DRAFT = "0-draft", "Đang nhập"
    REPORTED = Stage.REPORTED.value, "Đã báo cáo"
    VERIFIED = Stage.VERIFIED.value, "Đã thẩm tra"
    APPRAISED = Stage.APPRAISED.value, "Đã thẩm định"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _REACHED_IN_ENGLISH[self.value])


_REACHED_IN_ENGLISH = {
    "0-draft": "Draft",
    "1-reported": "Reported",
    "2-verified": "Verified",
    "3-appraised": "Appraised",
}


STEP_OF = {Reached.REPORTED: Step.REPORT, Reached.VERIFIED: Step.VERIFY, Reached.APPRAISED: Step.APPRAISE}
REACHED_BY = {step: reached for reached, step in STEP_OF.items()}


class Item(models.Model):
    """One measure of one unit in one round: what is being written, and how far it has come.

    ``reached`` is all it knows of the procedure; who is next is asked of the law's path on the day of
    the act. ``version`` counts the writings, so that the second of two writers sees the first. The
    fields of the value follow ``Said``.
    """

    round = models.ForeignKey("assessments.Round", models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="items")
    measure = models.CharField(max_length=60)
    reached = models.CharField(max_length=12, choices=Reached.choices, default=Reached.DRAFT)

    amount = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    not_applicable_because = models.CharField(max_length=300, blank=True)
    numerator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    typed = models.CharField(max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0)
    written_by = models.CharField(max_length=150, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    first_reported_at = models.DateTimeField(null=True, blank=True)  # for timeliness; a return keeps it
    reported_by = models.CharField(max_length=150, blank=True)
    verified_by = models.CharField(max_length=150, blank=True)
    appraised_by = models.CharField(max_length=150, blank=True)

    returns = models.PositiveSmallIntegerField(default=0)
    returned_because = models.CharField(max_length=500, blank=True)  # blank again once sent anew
    returned_by = models.CharField(max_length=150, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_from = models.CharField(max_length=12, choices=Reached.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "unit", "measure"], name="one_item_per_round_unit_and_measure"),
            models.CheckConstraint(
                condition=Q(reached=Reached.DRAFT) | (~Q(reported_by="") & Q(typed="")),
                name="a_sent_item_is_readable_and_has_an_author",
            ),
        ]
        indexes = [models.Index(fields=["round", "reached", "unit"], name="items_by_round_and_reached")]

    def __str__(self) -> str:
        return f"{self.measure} of {self.unit_id} in round {self.round_id}: {self.reached}"

    @property
    def code(self) -> str:
        """The code of the indicator under whose name the measure is stored: “10” of “commune-ntm-2021-2025/10”."""
        return self.measure.rpartition("/")[2]

    @property
    def step(self) -> Step | None:
        """The last step that is done; None for a draft."""
        return STEP_OF.get(Reached(self.reached))

    @property
    def was_returned(self) -> bool:
        return self.reached == Reached.DRAFT and bool(self.returned_because)

    @property
    def handled_by(self) -> frozenset[str]:
        """User names of those who did a step that still stands."""
        return frozenset({self.reported_by, self.verified_by, self.appraised_by} - {""})
