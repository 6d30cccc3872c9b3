"""What a set says on one day, for one region or group: the rows of its page."""

from __future__ import annotations

from dataclasses import dataclass

from ntm.core.problems import Text
from ntm.core.rulebook import Amendment, Asked, CriteriaSet, Criterion, Indicator, Office
from ntm.criteria.selectors.standpoints import Standpoint


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator as it reads on the day; ``parts`` are rows of their own."""

    indicator: Indicator
    name: Text
    asked: Asked
    offices: tuple[Office, ...]
    amendments: tuple[Amendment, ...]
    parts: tuple[Row, ...]

    @property
    def has_level(self) -> bool:
        return self.asked.value is not None


@dataclass(frozen=True, slots=True)
class Chapter:
    """One criterion with the rows that are shown of it."""

    criterion: Criterion
    offices: tuple[Office, ...]
    rows: tuple[Row, ...]


def row(indicator: Indicator, at: Standpoint) -> Row:
    return Row(
        indicator=indicator,
        name=indicator.name_on(at.day),
        asked=indicator.asked(at.place, at.day),
        offices=indicator.offices_on(at.day),
        amendments=tuple(one for one in indicator.amendments if one.since <= at.day),
        parts=tuple(row(part, at) for part in indicator.parts),
    )


def chapters(
    criteria_set: CriteriaSet, at: Standpoint, *, without_level: bool = False, office: str = ""
) -> list[Chapter]:
    """Return the criteria with their indicators; with a filter, only those that keep a row."""
    filtered = without_level or bool(office)
    found = []
    for criterion in criteria_set.criteria:
        rows = tuple(
            one
            for one in (row(indicator, at) for indicator in criterion.indicators)
            if not (without_level and one.has_level) and (not office or office in {each.code for each in one.offices})
        )
        if rows or not filtered:
            found.append(Chapter(criterion, criterion.offices_on(at.day), rows))
    return found


def preconditions(criteria_set: CriteriaSet, at: Standpoint) -> list[Row]:
    return [row(one.indicator, at) for one in criteria_set.preconditions]


def offices(criteria_set: CriteriaSet, at: Standpoint) -> list[Office]:
    """Return every office that appraises something of the set on the day, by name."""
    found = {one.code: one for indicator in criteria_set.indicators for one in indicator.offices_on(at.day)}
    return sorted(found.values(), key=lambda one: one.name.vi)
