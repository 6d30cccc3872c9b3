from __future__ import annotations

from django.db import models

from ntm.areas.models.unit import Unit


class Figure(models.Model):
    """An additive figure of a unit on a day: people counted, square kilometres.

    Only what may be summed stands here. A rate is kept as its two additive parts.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="figures")
    name = models.CharField(max_length=40)  # "population", "area_km2"
    as_of = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=6)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name", "as_of"], name="one_figure_per_unit_and_day")]

    def __str__(self) -> str:
        return f"{self.name} {self.amount}"
