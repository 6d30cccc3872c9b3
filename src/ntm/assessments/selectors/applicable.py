from __future__ import annotations

from datetime import date

from ntm.areas.models import Kind, Tier, Unit
from ntm.core.rulebook import CriteriaSet
from ntm.criteria.selectors import rulebook

_TOWNS = {Kind.TOWN, Kind.PROVINCIAL_CITY}


def applies(criteria_set: CriteriaSet, unit: Unit) -> bool:
    """Say whether a set judges such a unit.

    Among commune-level units only the xã are judged; towns and cities under a province have a rule of
    their own beside the rural districts' sets (320/QĐ-TTg).
    """
    if unit.tier != criteria_set.tier:
        return False
    if unit.tier == Tier.COMMUNE:
        return unit.kind == Kind.COMMUNE
    if unit.tier == Tier.DISTRICT:
        return (criteria_set.level == "completed") == (unit.kind in _TOWNS)
    return True


def sets_for(unit: Unit, day: date) -> tuple[CriteriaSet, ...]:
    """Return the sets that judge a unit on a day, the lowest level first."""
    return tuple(one for one in rulebook().sets_on(day, tier=unit.tier) if applies(one, unit))
