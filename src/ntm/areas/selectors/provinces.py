from __future__ import annotations

from datetime import date

from ntm.areas.models import Parent, Tier, Unit


def province_of_each(day: date) -> dict[int, int]:
    """Return the id of the province around each unit of ``day``, by the unit's id; two queries for the country.

    A unit that hangs under no province that day is absent.
    """
    above = dict(Parent.objects.on(day).values_list("unit_id", "parent_id"))
    provinces = set(Unit.objects.on(day).filter(tier=Tier.PROVINCE).values_list("pk", flat=True))
    found = {pk: pk for pk in provinces}
    for unit_id in above:
        top = unit_id
        while top not in provinces and top in above:
            top = above[top]
        if top in provinces:
            found[unit_id] = top
    return found
