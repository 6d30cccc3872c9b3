from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from ntm.areas.models import Unit
from ntm.assessments.models import Standing
from ntm.core.periods import Quarter


def standings_in(period: Quarter, criteria_set: str, units: Iterable[Unit]) -> dict[int, Standing]:
    """Return each unit's standing against one set in one period, by the unit's id; one query."""
    return standings_by_set(period, [criteria_set], units).get(criteria_set, {})


def standings_by_set(
    period: Quarter, criteria_sets: Collection[str], units: Iterable[Unit]
) -> dict[str, dict[int, Standing]]:
    """Return each unit's standing in one period, by the set and by the unit's id; one query."""
    found: dict[str, dict[int, Standing]] = defaultdict(dict)
    rows = Standing.objects.filter(
        period=period.code, criteria_set__in=criteria_sets, unit__in=[unit.pk for unit in units]
    )
    for standing in rows:
        found[standing.criteria_set][standing.unit_id] = standing
    return found
