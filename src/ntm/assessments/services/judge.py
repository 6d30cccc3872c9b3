from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ntm.areas.models import Unit
from ntm.areas.selectors import place_of
from ntm.assessments.facts import facts_about
from ntm.assessments.models import Reading, Standing
from ntm.assessments.selectors.applicable import applies
from ntm.assessments.selectors.readings import Measures, measured_in
from ntm.core.periods import Quarter
from ntm.core.rulebook import CriteriaSet, Outcome, SetVerdict, judge_set
from ntm.criteria.selectors import rulebook

_IDENTITY = ["unit", "criteria_set", "period"]
_REST = [name for name in (field.name for field in Standing._meta.local_fields) if name not in {"id", *_IDENTITY}]


@transaction.atomic
def judge_units(units: Sequence[Unit], period: Quarter, sets: Sequence[str]) -> int:
    """Judge each unit against each set on the last day of the period; keep the standings.

    Sets that were not in force that day or do not judge such a unit, and units of which nothing was
    read, leave no standing.
    Returns how many standings were written.
    """
    day = period.ends_on
    measured = measured_in(period, units)
    judged = [unit for unit in units if unit.pk in measured]
    places = place_of(judged, day)
    standings: list[Standing] = []
    for criteria_set in (rulebook().set(name) for name in sets):
        if not criteria_set.in_force.holds(day):
            continue
        facts = facts_about(judged, criteria_set, day)
        for unit in (one for one in judged if applies(criteria_set, one)):
            measures = measured[unit.pk]
            verdict = judge_set(criteria_set, measures.values, place=places[unit.pk], on=day, facts=facts[unit.pk])
            standings.append(_standing(unit, criteria_set, period, verdict, measures))
    Standing.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=_IDENTITY, update_fields=_REST, batch_size=500
    )
    return len(standings)


@transaction.atomic
def rebuild_standings() -> int:
    """Throw every standing away and judge all readings again; the same law gives the same rows."""
    Standing.objects.all().delete()
    total = 0
    periods = Reading.objects.order_by("period").values_list("period", flat=True).distinct()
    for period in [Quarter.parse(code) for code in periods]:
        units = Unit.objects.filter(pk__in=Reading.objects.of_period(period.code).values("unit"))
        for tier in units.order_by("tier").values_list("tier", flat=True).distinct():
            sets = [one.id for one in rulebook().sets_on(period.ends_on, tier=tier)]
            total += judge_units(list(units.filter(tier=tier)), period, sets)
    return total


def _standing(
    unit: Unit, criteria_set: CriteriaSet, period: Quarter, verdict: SetVerdict, measures: Measures
) -> Standing:
    outcomes = {criterion.code: criterion.outcome for criterion in verdict.criteria}
    indicators = [indicator for criterion in verdict.criteria for indicator in criterion.verdicts]
    counted = [indicator.outcome for indicator in indicators]
    return Standing(
        unit=unit,
        criteria_set=criteria_set.id,
        period=period.code,
        judged_on=period.ends_on,
        outcome=verdict.outcome,
        criteria_met=sum(outcome in _MET for outcome in outcomes.values()),
        criteria_without_level=sum(outcome is Outcome.NO_LEVEL for outcome in outcomes.values()),
        criteria_total=len(outcomes),
        indicators_met=sum(outcome in _MET for outcome in counted),
        indicators_without_level=counted.count(Outcome.NO_LEVEL),
        indicators_without_data=counted.count(Outcome.NO_DATA),
        indicators_total=len(counted),
        outcomes={code: outcome.value for code, outcome in outcomes.items()},
        unmet=[indicator.indicator.code for indicator in indicators if indicator.outcome is Outcome.NOT_MET],
        law=criteria_set.fingerprint,
        rests_on_sample=measures.rest_on_sample,
    )


_MET = {Outcome.MET, Outcome.NOT_APPLICABLE}
