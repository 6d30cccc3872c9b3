from __future__ import annotations

from django.db import models

from ntm.areas.models.unit import Unit


class Boundary(models.Model):
    """The outline of a unit, imported by the province from a file it is entitled to use."""

    unit = models.OneToOneField(Unit, models.PROTECT, related_name="boundary")
    geometry = models.JSONField()  # GeoJSON Polygon or MultiPolygon, WGS 84 longitude and latitude
    source = models.CharField(max_length=300)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"boundary of {self.unit_id}"
