from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ntm.areas.models.unit import Unit


class ChangeKind(models.TextChoices):
    """What a legal order did to units."""

    MERGED = "merged"  # whole units joined into one
    SPLIT = "split"  # one unit divided among several
    PART_MOVED = "part-moved"  # a part went to a neighbour; the rest went on
    RENAMED = "renamed"
    RECLASSIFIED = "reclassified"  # a xã became a thị trấn or a phường
    TIER_REMOVED = "tier-removed"  # no successor at its own tier: the districts in 2025
    CONTINUED = "continued"  # same unit, new list or new parent


class WeightBasis(models.TextChoices):
    """Where the share of a predecessor that went to a successor comes from."""

    WHOLE = "whole"  # everything went: the share is 1
    STATED = "stated"  # a legal order or a survey gives the share
    ASSUMED = "assumed"  # nobody gave a share; equal parts, and every page says so


class LegalOrder(models.Model):
    """The decision that changed units: number, day, issuer."""

    number = models.CharField(max_length=40, unique=True)  # "1240/NQ-UBTVQH15"
    issued_on = models.DateField()
    issuer = models.CharField(max_length=120)
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=12)

    def __str__(self) -> str:
        return self.number


class Succession(models.Model):
    """One unit, or a share of it, became part of another on a day.

    The shares of one predecessor over its successors of the same day sum to exactly 1, so that
    what is counted in units of yesterday is neither lost nor doubled on the map of today.
    """

    order = models.ForeignKey(LegalOrder, models.PROTECT, null=True, blank=True, related_name="successions")
    kind = models.CharField(max_length=16, choices=ChangeKind.choices)
    effective_on = models.DateField()
    predecessor = models.ForeignKey(Unit, models.PROTECT, related_name="became")
    successor = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="came_from")
    share_numerator = models.PositiveIntegerField(default=1)
    share_denominator = models.PositiveIntegerField(default=1)
    basis = models.CharField(max_length=8, choices=WeightBasis.choices, default=WeightBasis.WHOLE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "effective_on"], name="one_row_per_succession"),
            models.CheckConstraint(
                condition=Q(share_numerator__gte=1) & Q(share_numerator__lte=F("share_denominator")),
                name="a_share_is_above_0_and_at_most_1",
            ),
        ]
        indexes = [models.Index(fields=["effective_on"], name="successions_by_day")]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.effective_on})"

    @property
    def heir(self) -> Unit:
        """The successor, of a row that has one; a removed tier has none."""
        if self.successor is None:
            raise ValueError(f"{self} has no successor.")
        return self.successor
