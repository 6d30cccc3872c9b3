"""What changed in one criteria set between two days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.levels import Asked
from ntm.core.rulebook.places import Place
from ntm.core.rulebook.register import Office
from ntm.core.rulebook.sets import CriteriaSet


class Aspect(StrEnum):
    """What of a set can change from one day to another."""

    IN_FORCE = "in-force"
    NAME = "name"
    OFFICE = "office"
    LEVEL = "level"
    AMENDMENT = "amendment"

    @property
    def words(self) -> Text:
        return _ASPECTS[self]


_ASPECTS = {
    Aspect.IN_FORCE: Text("hiệu lực", "in force"),
    Aspect.NAME: Text("tên gọi", "name"),
    Aspect.OFFICE: Text("cơ quan phụ trách", "office in charge"),
    Aspect.LEVEL: Text("mức quy định", "level"),
    Aspect.AMENDMENT: Text("sửa đổi", "amendment"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change: of which code, what it was on the earlier day and is on the later one.

    ``code`` is an indicator's or criterion's code, or the set's id. ``where`` is the region or group of
    a level, None for everything else. ``since``, ``source`` and ``confidence`` say when, by what and how
    surely, where known.
    """

    code: str
    aspect: Aspect
    before: Text
    after: Text
    where: Text | None = None
    since: date | None = None
    source: str = ""
    confidence: Confidence | None = None

    @property
    def words(self) -> Text:
        since = written_day(self.since) if self.since else ""
        where = self.where or Text("", "")
        vi = ", ".join(part for part in (since and f"từ {since}", self.source) if part)
        en = ", ".join(part for part in (since and f"from {since}", self.source) if part)
        return Text(
            f"{self.code} – {self.aspect.words.vi}{_beside(where.vi)}: {self.before.vi} → {self.after.vi}{_beside(vi)}",
            f"{self.code} – {self.aspect.words.en}{_beside(where.en)}: {self.before.en} → {self.after.en}{_beside(en)}",
        )


def differences(criteria_set: CriteriaSet, earlier: date, later: date) -> tuple[Difference, ...]:
    """Return everything of the set that differs between two days, in the order of the set.

    When the set is not in force on one of the days, that is the only difference; two days given the
    wrong way round are taken the right way.
    """
    earlier, later = min(earlier, later), max(earlier, later)
    held = [criteria_set.in_force.holds(day) for day in (earlier, later)]
    if not all(held):
        before, after = (_IN_FORCE if holds else _NOT_IN_FORCE for holds in held)
        whole = Difference(criteria_set.id, Aspect.IN_FORCE, before, after)
        return () if before == after else (whole,)
    return tuple(_in_set(criteria_set, earlier, later))


_IN_FORCE = Text("có hiệu lực", "in force")
_NOT_IN_FORCE = Text("không có hiệu lực", "not in force")
_NOTHING = Text("chưa có", "none yet")


def _in_set(criteria_set: CriteriaSet, earlier: date, later: date) -> Iterator[Difference]:
    for criterion in criteria_set.criteria:
        before, after = criterion.offices_on(earlier), criterion.offices_on(later)
        yield from _changed(criterion.code, Aspect.OFFICE, _named(before), _named(after))
        for indicator in criterion.indicators:
            if indicator.offices is not criterion.offices:
                own = _named(indicator.offices_on(earlier)), _named(indicator.offices_on(later))
                yield from _changed(indicator.code, Aspect.OFFICE, *own)
            for one in (indicator, *indicator.parts):
                yield from _of_indicator(one, earlier, later)
    for precondition in criteria_set.preconditions:
        yield from _of_indicator(precondition.indicator, earlier, later)


def _of_indicator(indicator: Indicator, earlier: date, later: date) -> Iterator[Difference]:
    yield from _changed(indicator.code, Aspect.NAME, indicator.name_on(earlier), indicator.name_on(later))
    for amendment in indicator.amendments:
        if earlier < amendment.since <= later:
            told = amendment.since, amendment.source, amendment.confidence
            yield Difference(indicator.code, Aspect.AMENDMENT, _NOTHING, amendment.change, None, *told)
    for place in _places(indicator):
        before, after = indicator.asked(place, earlier), indicator.asked(place, later)
        if (before.level.value, before.silence) != (after.level.value, after.silence):
            known = after.since, after.source, after.confidence
            yield Difference(indicator.code, Aspect.LEVEL, before.words, after.words, _where(after, place), *known)


def _places(indicator: Indicator) -> Iterator[Place]:
    """Yield one place for each key that the indicator's levels have, then for each that a province decided."""
    source = indicator.multiple.of if indicator.multiple else indicator
    for key in source.levels.by_key if source.levels else ():
        yield Place(region=key, group=key)
    for province, by_key in indicator.provincial.items():
        for key in by_key:
            yield Place(region=key, group=key, province=province)


def _where(asked: Asked, place: Place) -> Text:
    if place.province is None:
        return asked.where
    return Text(f"tỉnh {place.province}, {asked.where.vi}", f"province {place.province}, {asked.where.en}")


def _changed(code: str, aspect: Aspect, before: Text, after: Text) -> Iterator[Difference]:
    if before != after:
        yield Difference(code, aspect, before, after)


def _named(offices: tuple[Office, ...]) -> Text:
    if not offices:
        return Text("chưa rõ", "not known")
    return Text("; ".join(office.name.vi for office in offices), "; ".join(office.name.en for office in offices))


def _beside(words: str) -> str:
    return f" ({words})" if words else ""
