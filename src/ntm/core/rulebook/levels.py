"""The levels that the law asks, by region or commune group and by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ntm.core.problems import Text
from ntm.core.quantities import written
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.dated import Dated
from ntm.core.rulebook.places import Place, RegionRule
from ntm.core.rulebook.silences import Silence

EVERYWHERE = "all"  # the key of a level that is the same for every region or group
OTHERS = "others"  # the key of the silence about every region or group that is not listed


class Kind(StrEnum):
    """What sort of value an indicator has."""

    YES_NO = "yes-no"
    PERCENT = "percent"
    NUMBER = "number"
    COUNT = "count"
    MONEY = "money"


class PassesWhen(StrEnum):
    """How a measured value, or the verdicts of the parts, are held against the level."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    EXACTLY = "exactly"
    YES = "yes"
    ALL_OF = "all of"
    ANY_OF = "any of"


class Grouping(StrEnum):
    """What the levels of a set depend on."""

    REGION = "region"
    COMMUNE_GROUP = "commune-group"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Level:
    """One figure of the law, or the silence in its place.

    ``value`` is in the indicator's unit, or True for a yes-no indicator; exactly one of ``value``
    and ``silence`` is given. ``label`` is the grade that counts as yes, such as Khá. ``source``
    opens with the number of a decision in the register. Nobody is judged by a level that is not ``confirmed``.
    """

    value: Decimal | bool | None
    silence: Silence | None
    confidence: Confidence
    source: str
    label: Text | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Demand:
    """How a level reads in words: the comparison, the unit and what the keys of places are called."""

    passes_when: PassesWhen
    unit: Text | None
    place_names: Mapping[str, Text]

    def words(self, value: Decimal | bool, label: Text | None) -> Text:
        """Say a level: “từ 45 triệu đồng/người/năm trở lên” / “45 million VND … or more”."""
        if isinstance(value, bool):
            return label or Text("Đạt", "Met")
        figure = self.figure(value)
        if self.passes_when is PassesWhen.AT_LEAST:
            return Text(f"từ {figure.vi} trở lên", f"{figure.en} or more")
        if self.passes_when is PassesWhen.AT_MOST:
            return Text(f"không quá {figure.vi}", f"{figure.en} or less")
        return Text(f"đúng {figure.vi}", f"exactly {figure.en}")

    def figure(self, value: Decimal) -> Text:
        """Write a value with its unit; a percent sign stands close, every other unit apart."""
        vi, en = written(value, "vi"), written(value, "en")
        if self.unit is None:
            return Text(vi, en)
        if self.unit.vi == "%":
            return Text(f"{vi}%", f"{en}%")
        return Text(f"{vi} {self.unit.vi}", f"{en} {self.unit.en}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the law asks of one place on one day, with the article and how sure we are.

    ``since`` is the day from which it asks so; ``applies_to`` the region, group or ``all``;
    ``decided_by`` is ``law`` or ``province``. ``by_rule`` is the rule by which the place takes the
    levels of a region that is not its own.
    """

    level: Level
    since: date | None
    applies_to: str
    decided_by: str
    demand: Demand
    by_rule: RegionRule | None = None

    @property
    def value(self) -> Decimal | bool | None:
        """The level that may be judged by; None when the law as loaded is silent or unconfirmed."""
        return self.level.value if self.level.confirmed else None

    @property
    def unconfirmed(self) -> Decimal | bool | None:
        """A figure that is on record but that nobody may be judged by, for a page to show as such."""
        return None if self.level.confirmed else self.level.value

    @property
    def silence(self) -> Silence | None:
        """Why there is no level; an unconfirmed level is as good as unknown."""
        return self.level.silence if self.level.confirmed else self.level.silence or Silence.UNKNOWN

    @property
    def confidence(self) -> Confidence:
        return self.level.confidence

    @property
    def source(self) -> str:
        return self.level.source

    @property
    def where(self) -> Text:
        """The region or group in words; ``applies_to`` is its code."""
        return self.demand.place_names.get(self.applies_to, Text(self.applies_to, self.applies_to))

    @property
    def words(self) -> Text:
        level = self.level
        if level.value is None:
            return (level.silence or Silence.UNKNOWN).words
        said = self.demand.words(level.value, level.label)
        if level.confirmed:
            return said
        return Text(f"chưa xác nhận (ghi nhận: {said.vi})", f"not confirmed (on record: {said.en})")


@dataclass(frozen=True, slots=True)
class Levels:
    """Every level of one indicator: by place key, dated.

    Keys are ``all`` alone, or region (group) codes with ``others`` for the silence about the rest.
    """

    by_key: Mapping[str, Dated[Level]]
    grouping: Grouping
    region_rule: RegionRule | None
    demand: Demand

    def key_for(self, place: Place) -> tuple[str, RegionRule | None]:
        """Return the key whose levels the place takes, and the rule that sent it there, if any."""
        if EVERYWHERE in self.by_key:
            return EVERYWHERE, None
        if self.grouping is Grouping.COMMUNE_GROUP:
            return place.group or OTHERS, None
        rule = self.region_rule
        if rule and place.traits and place.region != rule.region and rule.covers(place):
            return rule.region, rule
        return place.region or OTHERS, None

    def asked(self, place: Place, day: date) -> Asked:
        """Return what is asked of ``place`` on ``day``; a place not listed, or not known, meets a silence."""
        key, rule = self.key_for(place)
        dated = self.by_key.get(key) or self.by_key.get(OTHERS)
        if dated is None:
            return Asked(self._unplaced(day), None, key, "law", self.demand)
        since, level = dated.step_on(day)
        return Asked(level, since, key, "law", self.demand, rule)

    def _unplaced(self, day: date) -> Level:
        """Return the silence for a unit whose region or group is not known, with the article that would hold."""
        any_level = next(iter(self.by_key.values())).on(day)
        return Level(None, Silence.UNKNOWN, Confidence.LOW, any_level.source)
