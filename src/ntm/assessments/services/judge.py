from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ntm.areas.models import Unit
from ntm.areas.selectors import place_of
from ntm.assessments.facts import facts_about
from ntm.assessments.models import Reading, Standing
from ntm.assessments.selectors.applicable import applies
from ntm.assessments.selectors.readings import Measures, measured_in
from ntm.audit.services import record
from ntm.core.periods import Quarter
from ntm.core.rulebook import CriteriaSet, Outcome, SetVerdict, judge_set
from ntm.criteria.selectors import rulebook

IDENTITY = ["unit", "criteria_set", "period"]
REST = [name for name in (field.name for field in Standing._meta.local_fields) if name not in {"id", *IDENTITY}]


@transaction.atomic
def judge_units(units: Sequence[Unit], period: Quarter, sets: Sequence[str]) -> int:
    """Judge each unit against each set on the last day of the period; keep the standings.

    Sets that were not in force that day or do not judge such a unit, and units of which nothing was
    read, leave no standing; one that was there before goes.
    Returns how many standings were written.
    """
    day = period.ends_on
    measured = measured_in(period, units)
    judged = [unit for unit in units if unit.pk in measured]
    if len(judged) < len(units):
        silent = [unit.pk for unit in units if unit.pk not in measured]
        Standing.objects.filter(unit__in=silent, period=period.code, criteria_set__in=sets).delete()
    places = place_of(judged, day)
    standings: list[Standing] = []
    for criteria_set in (rulebook().set(name) for name in sets):
        if not criteria_set.in_force.holds(day):
            continue
        fitting = [unit for unit in judged if applies(criteria_set, unit)]
        facts = facts_about(fitting, criteria_set, day)
        for unit in fitting:
            measures = measured[unit.pk]
            verdict = judge_set(criteria_set, measures.values, place=places[unit.pk], on=day, facts=facts[unit.pk])
            standings.append(_standing(unit, criteria_set, period, verdict, measures))
    Standing.objects.bulk_create(
        standings, update_conflicts=True, unique_fields=IDENTITY, update_fields=REST, batch_size=500
    )
    return len(standings)


def judge_period(period: Quarter) -> int:
    """Judge every unit that has readings in the period against every set in force at its end."""
    units = Unit.objects.filter(pk__in=Reading.objects.of_period(period.code).values("unit")).order_by("pk")
    return judge_units(list(units), period, [one.id for one in rulebook().sets_on(period.ends_on)])


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many standings there are after judging all over again, and how many are not as they were."""

    standings: int
    changed: int  # written anew, gone, or with other content than before


@transaction.atomic
def rebuild_standings(*, by: str, at: datetime) -> Rebuilt:
    """Throw every standing away and judge all readings again.

    The same readings and the same law give the same rows, so ``changed`` is 0 unless the law files
    were edited or a row was touched by hand.
    """
    before = contents_of(Standing.objects.all())
    Standing.objects.all().delete()
    for code in Reading.objects.order_by("period").values_list("period", flat=True).distinct():
        judge_period(Quarter.parse(code))
    after = contents_of(Standing.objects.all())
    changed = sum(before.get(identity) != after.get(identity) for identity in before.keys() | after.keys())
    rebuilt = Rebuilt(len(after), changed)
    record("assessments.standings_rebuilt", subject="standings", by=by, at=at, detail=asdict(rebuilt))
    return rebuilt


def contents_of(standings: QuerySet[Standing]) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Return what each standing says, by unit, set and period."""
    rows = standings.values_list(*IDENTITY, *REST)
    return {row[: len(IDENTITY)]: row[len(IDENTITY) :] for row in rows.iterator(chunk_size=2_000)}


def _standing(
    unit: Unit, criteria_set: CriteriaSet, period: Quarter, verdict: SetVerdict, measures: Measures
) -> Standing:
    indicators = [indicator for criterion in verdict.criteria for indicator in criterion.verdicts]
    counted = [indicator.outcome for indicator in indicators]
    return Standing(
        unit=unit,
        criteria_set=criteria_set.id,
        period=period.code,
        judged_on=period.ends_on,
        outcome=verdict.outcome,
        criteria_met=verdict.met,
        criteria_without_level=verdict.without_level,
        criteria_total=verdict.total,
        indicators_met=sum(outcome.counts_as_met for outcome in counted),
        indicators_without_level=counted.count(Outcome.NO_LEVEL),
        indicators_without_data=counted.count(Outcome.NO_DATA),
        indicators_total=len(counted),
        outcomes={criterion.code: criterion.outcome.value for criterion in verdict.criteria},
        unmet=[indicator.indicator.code for indicator in indicators if indicator.outcome is Outcome.NOT_MET],
        law=criteria_set.fingerprint,
        rests_on_sample=measures.rest_on_sample,
    )
