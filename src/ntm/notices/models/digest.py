from __future__ import annotations

from django.db import models


class Digest(models.Model):
    """The e-mail of one day to one person was sent; it is not sent twice."""

    to = models.ForeignKey("accounts.User", models.PROTECT, related_name="digests")
    day = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["to", "day"], name="one_digest_per_person_and_day")]

    def __str__(self) -> str:
        return f"{self.to_id} {self.day}"
