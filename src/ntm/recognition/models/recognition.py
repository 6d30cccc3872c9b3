from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from ntm.areas.models import Unit
from ntm.core.problems import Text


class Level(models.TextChoices):
    """The levels of recognition, in the words of the law."""

    NTM = "ntm", "Đạt chuẩn nông thôn mới"
    ADVANCED = "advanced", "Đạt chuẩn nông thôn mới nâng cao"
    MODEL = "model", "Đạt chuẩn nông thôn mới kiểu mẫu"
    COMPLETED = "completed", "Hoàn thành nhiệm vụ xây dựng nông thôn mới"

    @property
    def words(self) -> Text:
        """Return the name of the level in both languages."""
        return Text(str(self.label), _ENGLISH[self.value])


_ENGLISH = {
    "ntm": "New Rural (NTM) standard",
    "advanced": "Advanced New Rural standard",
    "model": "Model New Rural standard",
    "completed": "New Rural task completed",
}


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def on(self, day: date) -> RecognitionQuerySet:
        """Recognitions known to hold on ``day``."""
        return self.filter(holds_from__lte=day).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))


class Recognition(models.Model):
    """A unit was recognised at a level; ``basis`` says how we know, ``decision`` is empty where unseen.

    ``holds_from`` is the day of the decision where known (``day_is_exact``), otherwise the day for
    which a source first states the status.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="recognitions")
    level = models.CharField(max_length=12, choices=Level.choices)
    holds_from = models.DateField()
    day_is_exact = models.BooleanField()
    decision = models.CharField(max_length=120, blank=True)
    basis = models.CharField(max_length=300)
    basis_en = models.CharField(max_length=300)
    source = models.CharField(max_length=500)
    confidence = models.CharField(max_length=16)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=120, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "level", "holds_from"], name="one_recognition_per_unit_level_and_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.level} from {self.holds_from}"

    @property
    def level_words(self) -> Text:
        return Level(self.level).words
