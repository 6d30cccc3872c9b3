from __future__ import annotations

from django.db import models
from django.db.models import Q

from ntm.core.problems import Text


class Notice(models.Model):
    """One thing that happened and that a person should know of; it leads to the page where it can be seen."""

    to = models.ForeignKey("accounts.User", models.PROTECT, related_name="notices")
    about = models.CharField(max_length=60)  # "assessments.returned"
    vi = models.CharField(max_length=500)
    en = models.CharField(max_length=500)
    address = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["to", "about", "address"],
                condition=Q(read_at=None),
                name="one_unread_notice_per_person_matter_and_place",
            ),
        ]
        indexes = [models.Index(fields=["to", "-made_at"], name="notices_by_person")]

    def __str__(self) -> str:
        return f"{self.about} → {self.to_id}"

    @property
    def words(self) -> Text:
        return Text(self.vi, self.en)
