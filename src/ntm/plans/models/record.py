from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.accounts.models import Office
from ntm.areas.models import Unit
from ntm.core.problems import Text
from ntm.plans.models.plan import Clause


class TaskState(models.TextChoices):
    NOT_BEGUN = "not-begun", "Chưa triển khai"
    UNDER_WAY = "under-way", "Đang thực hiện"
    BLOCKED = "blocked", "Gặp vướng mắc"
    DONE = "done", "Đã hoàn thành"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _IN_ENGLISH[self.value])


_IN_ENGLISH = {"not-begun": "Not begun", "under-way": "Under way", "blocked": "Blocked", "done": "Done"}


class TaskRecord(models.Model):
    """What a body says of how far a clause has come on a day; a later record counts, none is ever changed.

    The body is an office, or a unit whose People's Committee the clause means. ``period`` is the quarter that a
    clause with that rhythm asks for, otherwise empty. Evidence is attached under ``measure``.
    """

    clause = models.ForeignKey(Clause, models.PROTECT, related_name="records")
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="task_records")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="task_records")
    on = models.DateField()
    period = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=12, choices=TaskState.choices)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    told = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["clause", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office=None, unit__isnull=False) | Q(office__isnull=False, unit=None),
                name="a_task_record_is_of_one_office_or_one_unit",
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="a_task_is_at_most_100_percent"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(percent=None) | Q(percent=100), name="a_task_that_is_done_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} on {self.on}: {self.state}"

    @property
    def measure(self) -> str:
        """The name under which its evidence is attached."""
        return f"ke-hoach/{self.pk}"

    @property
    def state_words(self) -> Text:
        return TaskState(self.state).words
