from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Kind, Succession, Tier, Unit
from ntm.areas.selectors import ancestors, children, place_of
from ntm.assessments.facts import facts_about
from ntm.assessments.models import Reading, Standing
from ntm.assessments.selectors import measures_of, readings_of, sets_for
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.rulebook import (
    CriteriaSet,
    CriterionVerdict,
    NotApplicable,
    Outcome,
    PassesWhen,
    SetVerdict,
    Verdict,
    judge_set,
)
from ntm.criteria.selectors import rulebook
from ntm.dashboards.selectors.overview import unit_rows
from ntm.dashboards.selectors.rows import GroupRow
from ntm.recognition.models import Recognition


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of one unit: the verdict with its reasons, and the reading it rests on."""

    verdict: Verdict
    reading: Reading | None
    parts: tuple[IndicatorRow, ...] = ()

    @property
    def name(self) -> Text:
        """The wording of the day that judged."""
        return self.verdict.indicator.name_on(self.verdict.on)

    @property
    def measured(self) -> Text:
        """What was measured, in words and with its unit; a dash where nobody reported."""
        value = self.verdict.measured
        if isinstance(value, bool):
            return (Outcome.MET if value else Outcome.NOT_MET).words
        if isinstance(value, NotApplicable):
            return Text(value.because, value.because)
        return self.verdict.asked.demand.figure(value) if value is not None else Text("–", "–")

    @property
    def gap(self) -> Text | None:
        """How far the figure is from the level, in words; None unless a figure falls short."""
        missing = self.verdict.gap
        if missing is None:
            return None
        figure = self.verdict.asked.demand.figure(missing)
        if self.verdict.indicator.passes_when is PassesWhen.AT_LEAST:
            return Text(f"còn thiếu {figure.vi}", f"still needs {figure.en}")
        return Text(f"vượt {figure.vi}", f"{figure.en} too much")


@dataclass(frozen=True, slots=True)
class CriterionBlock:
    """One criterion of one unit with its indicators."""

    verdict: CriterionVerdict
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class Predecessor:
    """A unit that this one came from, with what was known of it on its last day."""

    succession: Succession
    recognition: Recognition | None


@dataclass(frozen=True, slots=True)
class UnitPage:
    """One unit on a day: where it stands under each set, and one set opened."""

    unit: Unit
    above: tuple[Unit, ...]
    day: date
    period: Quarter
    sets: tuple[tuple[CriteriaSet, Standing | None], ...]
    opened: CriteriaSet | None
    verdict: SetVerdict | None
    blocks: tuple[CriterionBlock, ...]
    recognitions: tuple[Recognition, ...]
    past: tuple[Standing, ...]
    below: GroupRow | None
    predecessors: tuple[Predecessor, ...]
    rests_on_sample: bool

    @property
    def standing(self) -> Standing | None:
        """What the unit meets in the period shown; None while nothing was judged."""
        return next((standing for one, standing in self.sets if one == self.opened), None)

    @property
    def preconditions(self) -> tuple[IndicatorRow, ...]:
        """What must hold beside the criteria; its facts come from other apps, not from readings."""
        return tuple(IndicatorRow(one, None) for one in self.verdict.preconditions) if self.verdict else ()

    @property
    def unmet(self) -> tuple[IndicatorRow, ...]:
        """Indicators that keep a criterion from being met, for the list on top of the page."""
        rows = [row for block in self.blocks for row in block.rows]
        return tuple(row for row in rows if row.verdict.outcome in {Outcome.NOT_MET, Outcome.NO_DATA})


def unit_page(unit: Unit, day: date, set_id: str = "") -> UnitPage:
    """Return everything the page of one unit shows; judged anew, so that every reason is there.

    ``set_id`` opens one of the unit's sets; the first one is opened when it is empty or unknown.
    """
    period = Quarter.last_closed_on(day)
    sets = sets_for(unit, period.ends_on)
    opened = next((one for one in sets if one.id == set_id), sets[0] if sets else None)
    readings = readings_of(unit, period)
    verdict = judged(unit, opened, readings, period.ends_on) if opened else None
    standings = {one.criteria_set: one for one in Standing.objects.filter(unit=unit, period=period.code)}
    return UnitPage(
        unit=unit,
        above=tuple(ancestors(unit, day)),
        day=day,
        period=period,
        sets=tuple((one, standings.get(one.id)) for one in sets),
        opened=opened,
        verdict=verdict,
        blocks=tuple(block_of(criterion, readings) for criterion in verdict.criteria) if verdict else (),
        recognitions=tuple(Recognition.objects.on(day).filter(unit=unit).order_by("holds_from")),
        past=past_standings(unit, opened, period),
        below=units_below(unit, day, period),
        predecessors=predecessors_of(unit),
        rests_on_sample=any(reading.is_sample for reading in readings.values()),
    )


def judged(unit: Unit, criteria_set: CriteriaSet, readings: dict[str, Reading], day: date) -> SetVerdict:
    """Judge one unit under the law of a day."""
    facts = facts_about([unit], criteria_set, day)[unit.pk]
    place = place_of([unit], day)[unit.pk]
    return judge_set(criteria_set, measures_of(readings.values()), place=place, on=day, facts=facts)


def block_of(criterion: CriterionVerdict, readings: dict[str, Reading]) -> CriterionBlock:
    """Join the verdicts of one criterion with the readings they rest on."""
    return CriterionBlock(criterion, tuple(row_of(verdict, readings) for verdict in criterion.verdicts))


def row_of(verdict: Verdict, readings: dict[str, Reading]) -> IndicatorRow:
    parts = tuple(row_of(part, readings) for part in verdict.parts)
    return IndicatorRow(verdict, readings.get(verdict.indicator.measure), parts)


def past_standings(unit: Unit, criteria_set: CriteriaSet | None, period: Quarter) -> tuple[Standing, ...]:
    """Return the unit's standings under one set up to the period, oldest first."""
    if criteria_set is None:
        return ()
    found = Standing.objects.filter(unit=unit, criteria_set=criteria_set.id, period__lte=period.code)
    return tuple(found.order_by("period"))


def units_below(unit: Unit, day: date, period: Quarter) -> GroupRow | None:
    """Return the xã of a district with their standings; None for any other unit."""
    if unit.tier != Tier.DISTRICT:
        return None
    communes = [below for below in children(unit, day) if below.kind == Kind.COMMUNE]
    criteria_set = rulebook().in_force("commune", "ntm", period.ends_on)
    return GroupRow(
        unit, unit_rows(communes, dict.fromkeys((one.pk for one in communes), unit), period, criteria_set, day)
    )


def predecessors_of(unit: Unit) -> tuple[Predecessor, ...]:
    """Return the units that this one came from; a status is shown beside each, never carried over."""
    found = list(unit.came_from.select_related("predecessor", "order").order_by("predecessor__sort_name"))
    recognitions = Recognition.objects.filter(unit__in=[one.predecessor_id for one in found], withdrawn_on=None)
    newest = {one.unit_id: one for one in recognitions.order_by("holds_from")}
    return tuple(Predecessor(one, newest.get(one.predecessor_id)) for one in found)
