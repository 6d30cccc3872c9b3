"""What recognition can tell of a set's preconditions; whatever is unknown is left unsaid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ntm.areas.models import Kind, Unit
from ntm.areas.selectors import children
from ntm.assessments.facts import Facts
from ntm.core.rulebook import CriteriaSet
from ntm.recognition.models import Level, Recognition
from ntm.recognition.selectors import known_levels

_LOWER = {"advanced": Level.NTM, "model": Level.ADVANCED}


def lower_level_recognised(units: Sequence[Unit], criteria_set: CriteriaSet, day: date) -> Mapping[int, Facts]:
    """Say of each unit known to be recognised at the level below that it is.

    Of the others nothing is said: a unit without a known recognition may still have one.
    """
    lower = _LOWER.get(criteria_set.level)
    if lower is None:
        return {}
    known = Recognition.objects.on(day).filter(unit__in=[unit.pk for unit in units], level=lower)
    return {unit_id: {"lower-level-recognised": True} for unit_id in known.values_list("unit_id", flat=True)}


def communes_recognised(units: Sequence[Unit], criteria_set: CriteriaSet, day: date) -> Mapping[int, Facts]:
    """Say of each district that all its communes are recognised, where every one of them is known to be.

    Where one is unknown nothing is said: a share that leaves the unknown out would be a guess.
    """
    if "communes-ntm-share" not in {one.id for one in criteria_set.preconditions}:
        return {}
    found: dict[int, Facts] = {}
    for unit in units:
        communes = [below for below in children(unit, day) if below.kind == Kind.COMMUNE]
        if communes and not known_levels(communes, day).unknown:
            found[unit.pk] = {"communes-ntm-share": Decimal(100)}
    return found
