from __future__ import annotations

from django.db import models

from ntm.core.problems import Text
from ntm.finance.models.progress import Progress
from ntm.finance.models.work import Work


class State(models.TextChoices):
    """Where a work stands in its life."""

    PREPARING = "preparing", "Chuẩn bị"
    BUILDING = "building", "Đang thi công"
    SUSPENDED = "suspended", "Tạm dừng"
    STOPPED = "stopped", "Dừng hẳn"
    FINISHED = "finished", "Hoàn thành"
    HANDED_OVER = "handed-over", "Đã bàn giao"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _STATES_IN_ENGLISH[self.value])

    @property
    def is_whole(self) -> bool:
        """Whether the work stands finished: it is kept up from now on."""
        return self in {State.FINISHED, State.HANDED_OVER}


_STATES_IN_ENGLISH = {
    "preparing": "In preparation",
    "building": "Being built",
    "suspended": "Suspended",
    "stopped": "Stopped for good",
    "finished": "Finished",
    "handed-over": "Handed over",
}


class Step(models.Model):
    """A work entered a state on a day, and why; never changed, the newest of a day counts."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=State.choices)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    document = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.work_id} {self.on}: {self.state}"


class AcceptanceKind(models.TextChoices):
    """What was accepted: a stage, the whole work, or its being put to use."""

    STAGE = "stage", "Nghiệm thu giai đoạn"
    COMPLETION = "completion", "Nghiệm thu hoàn thành"
    HANDOVER = "handover", "Bàn giao đưa vào sử dụng"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _KINDS_IN_ENGLISH[self.value])


_KINDS_IN_ENGLISH = {
    "stage": "Acceptance of a stage",
    "completion": "Acceptance of the whole",
    "handover": "Handed over for use",
}


class Acceptance(models.Model):
    """A record of acceptance (biên bản nghiệm thu) of a work; ``progress`` is the volume and value it stated.

    A handover states none: the value was accepted before.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="acceptances")
    kind = models.CharField(max_length=12, choices=AcceptanceKind.choices)
    on = models.DateField()
    document = models.CharField(max_length=200)
    by_whom = models.CharField(max_length=300, blank=True)  # who took part, or who received the work
    progress = models.OneToOneField(Progress, models.PROTECT, null=True, blank=True, related_name="acceptance")
    note = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_acceptance_states_a_value_unless_it_hands_over",
                condition=models.Q(kind="handover", progress=None)
                | (~models.Q(kind="handover") & models.Q(progress__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_id} {self.kind} {self.on}"
