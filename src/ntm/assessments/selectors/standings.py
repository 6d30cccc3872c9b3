from __future__ import annotations

from collections.abc import Sequence

from ntm.areas.models import Unit
from ntm.assessments.models import Standing
from ntm.core.periods import Quarter


def standings_in(period: Quarter, criteria_set: str, units: Sequence[Unit]) -> dict[int, Standing]:
    """Return each unit's standing against one set in one period, by the unit's id; one query."""
    found = Standing.objects.filter(period=period.code, criteria_set=criteria_set, unit__in=[unit.pk for unit in units])
    return {standing.unit_id: standing for standing in found}
