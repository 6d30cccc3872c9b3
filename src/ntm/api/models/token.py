from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from ntm.accounts.models import User


class TokenQuerySet(models.QuerySet["Token"]):
    def valid_on(self, day: date) -> TokenQuerySet:
        """Tokens that open the door on a day: not ended, not expired, of a person whose account is open.

        One made on a later day was made while the clock was ahead, and opens nothing before that day.
        """
        return self.filter(ended_at=None, expires_on__gte=day, made_at__date__lte=day, user__is_active=True)


class Token(models.Model):
    """A key with which another program acts as a person, until a day.

    The key itself is shown once and never kept; ``digest`` is what it is known by. ``hint`` are its last
    letters, so that a person knows which of several it is.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    may_write = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_on = models.DateField()  # the last day
    used_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_token_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")), name="a_token_ends_after_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"
