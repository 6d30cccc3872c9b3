"""A criteria set, and the book of all sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Problem, Text
from ntm.core.rulebook.criteria import Criterion
from ntm.core.rulebook.dated import Interval
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.levels import EVERYWHERE, OTHERS, Grouping
from ntm.core.rulebook.places import Place, RegionRule
from ntm.core.rulebook.preconditions import Precondition
from ntm.core.rulebook.register import Office, Source

_HEIGHT = {"ntm": 1, "completed": 1, "advanced": 2, "model": 3}


class UnknownSet(Problem):
    """No criteria set has this id."""

    code = "law/unknown-set"

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            Text(f"Không có bộ tiêu chí “{name}”.", f"There is no criteria set “{name}”."),
            Text(f"Hãy chọn một trong: {', '.join(known)}.", f"Choose one of: {', '.join(known)}."),
        )


class UnknownIndicator(Problem):
    """No indicator of the set has this code."""

    code = "law/unknown-indicator"

    def __init__(self, code: str, set_id: str, near: list[str]) -> None:
        codes = ", ".join(near)
        super().__init__(
            Text(f"Bộ {set_id} không có chỉ tiêu “{code}”.", f"The set {set_id} has no indicator “{code}”."),
            Text(f"Các mã gần nhất: {codes}.", f"The nearest codes are: {codes}."),
        )


class UnknownPlace(Problem):
    """No region or commune group has this code."""

    code = "law/unknown-place"

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(
            Text(f"Không có vùng hay nhóm xã “{name}”.", f"There is no region or commune group “{name}”."),
            Text(f"Hãy chọn một trong: {', '.join(known)}.", f"Choose one of: {', '.join(known)}."),
        )


@dataclass(frozen=True, slots=True, eq=False)
class CriteriaSet:
    """What one decision asks of one tier at one level, between two days.

    ``counted_by_law`` is (criteria, indicators) as the law counts them, None when not known;
    ``counted_from`` says who counted.
    ``confirmed`` is False for a reconstruction that nobody may be judged by.
    ``legal_bases`` are numbers of the register of sources.
    """

    id: str
    title: Text
    tier: str
    level: str
    in_force: Interval
    grouping: Grouping
    completeness: str
    confirmed: bool
    warning: Text | None
    note: Text | None
    counted_by_law: tuple[int, int] | None
    counted_from: Text
    legal_bases: tuple[str, ...]
    region_rule: RegionRule | None
    criteria: tuple[Criterion, ...]
    preconditions: tuple[Precondition, ...]
    fingerprint: str

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return tuple(indicator for criterion in self.criteria for indicator in criterion.indicators)

    def indicator(self, code: str) -> Indicator:
        """Return the indicator, or the part of one, with this code; raise UnknownIndicator with near codes."""
        known = {one.code: one for indicator in self.indicators for one in (indicator, *indicator.parts)}
        if code not in known:
            raise UnknownIndicator(code, self.id, _near(code, list(known)))
        return known[code]

    def criterion(self, code: str) -> Criterion:
        """Return the criterion with this code; raise UnknownIndicator otherwise."""
        known = {one.code: one for one in self.criteria}
        if code not in known:
            raise UnknownIndicator(code, self.id, list(known))
        return known[code]


def _near(code: str, known: list[str]) -> list[str]:
    """Return the codes of the same criterion, or the criteria's first codes when there is none."""
    criterion = code.split(".", maxsplit=1)[0]
    same = [one for one in known if one.split(".")[0] == criterion]
    return same or known[:5]


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Every criteria set with its sources and offices, as read from one folder of law files.

    ``place_names`` says regions and commune groups in words, by their codes.
    """

    sets: Mapping[str, CriteriaSet]
    sources: Mapping[str, Source]
    offices: Mapping[str, Office]
    place_names: Mapping[str, Text]
    fingerprint: str

    def set(self, name: str) -> CriteriaSet:
        """Return the set with this id; raise UnknownSet."""
        if name not in self.sets:
            raise UnknownSet(name, list(self.sets))
        return self.sets[name]

    def in_force(self, tier: str, level: str, day: date) -> CriteriaSet | None:
        """Return the set that judges a tier at a level on a day; None when none is in force."""
        found = (one for one in self.sets_on(day, tier) if one.level == level)
        return next(found, None)

    def sets_on(self, day: date, tier: str | None = None) -> tuple[CriteriaSet, ...]:
        """Return the sets in force on a day, of one tier or of all, the lowest level first."""
        found = (one for one in self.sets.values() if one.in_force.holds(day) and tier in {None, one.tier})
        return tuple(sorted(found, key=lambda one: (one.tier, _HEIGHT[one.level])))

    def place(self, region: str | None, group: str | None = None, province: str | None = None) -> Place:
        """Return a place by codes that a person typed; raise UnknownPlace for a code that is not known."""
        known = [name for name in self.place_names if name not in {EVERYWHERE, OTHERS}]
        for name in (region, group):
            if name is not None and name not in known:
                raise UnknownPlace(name, known)
        return Place(region, group, province=province)
