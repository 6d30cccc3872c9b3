"""One indicator of a criteria set: what it measures, and what is asked where and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ntm.core.problems import Text
from ntm.core.quantities import written
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.dated import Dated, Interval, NotInForce
from ntm.core.rulebook.levels import Asked, Demand, Kind, Level, Levels, PassesWhen
from ntm.core.rulebook.places import Place
from ntm.core.rulebook.register import Office
from ntm.core.rulebook.silences import Silence


@dataclass(frozen=True, slots=True)
class Amendment:
    """A later decision that touched an indicator; shown as a caveat until its figures are loaded."""

    source: str
    since: date
    change: Text
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Multiple:
    """A level that is another indicator's level of the same day and place, times a factor.

    319/QĐ-TTg asks of a model commune 1.10 times the income asked of an advanced one.
    """

    of: Indicator
    times: Decimal
    confidence: Confidence
    source: str
    confirmed: bool

    def asked(self, place: Place, day: date, demand: Demand) -> Asked:
        base = self.of.asked(place, day)
        value = base.value
        level = Level(
            value=value * self.times if isinstance(value, Decimal) else None,
            silence=None if isinstance(value, Decimal) else base.silence,
            confidence=Confidence.lowest(self.confidence, base.confidence),
            source=f"{self.source} ({written(self.times)} × {base.source})",
            confirmed=self.confirmed or not isinstance(value, Decimal),
        )
        return Asked(level, base.since, base.applies_to, base.decided_by, demand, base.by_rule)


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One thing that a set asks a unit to reach.

    ``measure`` is the key under which its value is stored: its own ``<set id>/<code>``, or that of an
    indicator with the same meaning in another set. ``unit`` is None for a yes-no indicator.
    ``levels`` is None when the level comes from ``parts`` or is a ``multiple``. ``provincial`` holds what
    provinces decided, by province code and place key. ``applies_when`` names the condition without
    which the indicator does not apply.
    """

    code: str
    set_id: str
    criterion: str
    in_force: Interval
    names: Dated[Text]
    confidence_of_wording: Confidence
    kind: Kind
    passes_when: PassesWhen
    unit: Text | None
    measure: str
    demand: Demand
    levels: Levels | None
    multiple: Multiple | None
    parts: tuple[Indicator, ...]
    offices: Dated[tuple[Office, ...]]
    amendments: tuple[Amendment, ...]
    applies_when: Text | None
    note: Text | None
    known_from: Text | None
    provincial: Mapping[str, Mapping[str, Dated[Level]]]

    def name_on(self, day: date) -> Text:
        """Return the wording of the day; before the first one, the first."""
        return self.names.on(max(day, self.names.steps[0][0]))

    def offices_on(self, day: date) -> tuple[Office, ...]:
        """Return the offices that appraise it; empty when nobody is known."""
        return self.offices.on(max(day, self.offices.steps[0][0]))

    def asked(self, place: Place, day: date) -> Asked:
        """Return what the law, or the province, asks of ``place`` on ``day``.

        Raises NotInForce when the set is not in force on that day.
        """
        if not self.in_force.holds(day):
            raise NotInForce(f"{self.set_id}/{self.code}", day, [self.in_force.begins])
        if self.levels is None:
            return self.multiple.asked(place, day, self.demand) if self.multiple else self._asked_of_parts(place, day)
        asked = self.levels.asked(place, day)
        own = self.provincial.get(place.province) if self.provincial and place.province else None
        return self._decided_by_province(own, asked, day) if own else asked

    def _decided_by_province(self, own: Mapping[str, Dated[Level]], asked: Asked, day: date) -> Asked:
        """Let the province's level stand in for the national one, except for a repealed indicator."""
        decided = own.get(asked.applies_to)
        if decided is None or decided.steps[0][0] > day or asked.silence is Silence.REPEALED:
            return asked
        since, level = decided.step_on(day)
        return Asked(level, since, asked.applies_to, "province", self.demand, asked.by_rule)

    def _asked_of_parts(self, place: Place, day: date) -> Asked:
        """Return “yes” when enough parts have a level: all of them, or one where one part is enough."""
        every = [part.asked(place, day) for part in self.parts]
        asked = [one for one in every if one.silence is not Silence.REPEALED] or every
        silent = [one for one in asked if one.value is None]
        one_is_enough = self.passes_when is PassesWhen.ANY_OF
        missing = len(silent) == len(asked) if one_is_enough else bool(silent)
        level = Level(
            value=None if missing else True,
            silence=silent[0].silence if missing else None,
            confidence=Confidence.lowest(*(one.confidence for one in asked)),
            source="; ".join(dict.fromkeys(one.source for one in asked)),
            label=_ONE_PART if one_is_enough else _EVERY_PART,
        )
        first = asked[0]
        return Asked(level, first.since, first.applies_to, first.decided_by, self.demand, first.by_rule)


_EVERY_PART = Text("đạt mọi phần", "every part met")
_ONE_PART = Text("đạt ít nhất một phần", "at least one part met")
