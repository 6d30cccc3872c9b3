from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from ntm.areas.models import Parent, Trait, TraitName, Unit
from ntm.core.rulebook import Place


def place_of(units: Sequence[Unit], day: date) -> dict[int, Place]:
    """Return what the law asks about each unit on ``day``, by the unit's id.

    The region stands on the province, the poor district on the district, the rest on the unit
    itself; what nobody recorded is absent, and then the judge finds no level. A few queries,
    whatever the number of units.
    """
    chains, codes = _chains(units, day)
    traits: defaultdict[int, dict[str, str]] = defaultdict(dict)
    wanted = {pk for chain in chains.values() for pk in chain}
    for trait in Trait.objects.on(day).filter(unit__in=wanted):
        traits[trait.unit_id][trait.name] = trait.value
    return {unit.pk: _place(unit, chains[unit.pk], traits, codes) for unit in units}


def _chains(units: Sequence[Unit], day: date) -> tuple[dict[int, list[int]], dict[int, str]]:
    """Return for each unit its own id and the ids above, and the code of each topmost unit."""
    chains = {unit.pk: [unit.pk] for unit in units}
    codes = {unit.pk: unit.code for unit in units}
    open_ends = set(chains)
    while open_ends:
        above = {
            row["unit_id"]: row
            for row in Parent.objects.on(day).filter(unit__in=open_ends).values("unit_id", "parent_id", "parent__code")
        }
        for chain in chains.values():
            if chain[-1] in above:
                chain.append(above[chain[-1]]["parent_id"])
        codes |= {row["parent_id"]: row["parent__code"] for row in above.values()}
        open_ends = {row["parent_id"] for row in above.values()}
    return chains, codes


def _place(unit: Unit, chain: list[int], traits: dict[int, dict[str, str]], codes: dict[int, str]) -> Place:
    own = traits[unit.pk]
    above = [traits[pk] for pk in chain]
    named = {TraitName.SAFE_ZONE.value} & own.keys()
    if TraitName.HARDSHIP_ZONE in own:
        named.add(f"{TraitName.HARDSHIP_ZONE.value}-{own[TraitName.HARDSHIP_ZONE]}")
    if any(TraitName.POOR_DISTRICT in one for one in above):
        named.add(TraitName.POOR_DISTRICT.value)
    return Place(
        region=next((one[TraitName.REGION] for one in above if TraitName.REGION in one), None),
        group=own.get(TraitName.COMMUNE_GROUP),
        traits=frozenset(named),
        province=codes[chain[-1]],
    )
