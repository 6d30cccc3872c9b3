from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby

from ntm.areas.models import Unit
from ntm.areas.selectors import place_of
from ntm.assessments.models import Reading
from ntm.assessments.selectors import measures_of
from ntm.assessments.selectors.history import Event, events_of
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.rulebook import CriteriaSet, Indicator, Verdict, judge_indicator
from ntm.evidence.models import Attachment
from ntm.evidence.selectors import history_of


@dataclass(frozen=True, slots=True)
class Chapter:
    """One period of a figure: what each body found, the verdict on the period's last day, returns and evidence.

    ``verdict`` is None when the set was not in force that day.
    """

    period: Quarter
    readings: tuple[Reading, ...]
    verdict: Verdict | None
    events: tuple[Event, ...] = ()
    proofs: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Everything known of one indicator of one unit, the newest period first."""

    criteria_set: CriteriaSet
    indicator: Indicator
    chapters: tuple[Chapter, ...]

    @property
    def name(self) -> Text:
        """The wording on the last day of the newest period."""
        return self.indicator.name_on(self.chapters[0].period.ends_on)

    @property
    def rests_on_sample(self) -> bool:
        return any(reading.is_sample for chapter in self.chapters for reading in chapter.readings)


def story_of(unit: Unit, criteria_set: CriteriaSet, indicator: Indicator, until: Quarter) -> Story:
    """Tell how one figure came about, over every period up to ``until``.

    The period asked for opens the story even when nothing was read in it.
    """
    measures = [indicator.measure, *(part.measure for part in indicator.parts)]
    rows = Reading.objects.filter(unit=unit, measure__in=measures, period__lte=until.code)
    ordered = rows.select_related("set_aside_by").order_by("-period", "measure", "stage", "entered_at")
    by_period: dict[str, tuple[Reading, ...]] = defaultdict(tuple)
    by_period |= {code: tuple(group) for code, group in groupby(ordered, lambda reading: reading.period)}
    codes = [until.code, *(code for code in by_period if code != until.code)]
    chapters = [_chapter(unit, criteria_set, indicator, Quarter.parse(code), by_period[code]) for code in codes]
    events, proofs = events_of(unit, measures), history_of(unit, measures)
    return Story(
        criteria_set,
        indicator,
        tuple(
            replace(one, events=events.get(one.period.code, ()), proofs=proofs.get(one.period.code, ()))
            for one in chapters
        ),
    )


def _chapter(
    unit: Unit, criteria_set: CriteriaSet, indicator: Indicator, period: Quarter, readings: tuple[Reading, ...]
) -> Chapter:
    if not criteria_set.in_force.holds(period.ends_on):
        return Chapter(period, readings, None)
    values = measures_of(reading for reading in readings if reading.set_aside_at is None)
    place = place_of([unit], period.ends_on)[unit.pk]
    return Chapter(period, readings, judge_indicator(indicator, values, place=place, on=period.ends_on))
