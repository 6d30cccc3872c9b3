"""Indicators of other sets that share a measured value."""

from __future__ import annotations

from ntm.core.problems import Text
from ntm.core.rulebook import CriteriaSet, Indicator, Rulebook


def same_measure(book: Rulebook, indicator: Indicator) -> list[tuple[CriteriaSet, Indicator, Text]]:
    """Return what else is judged by the same value: the set, the indicator, and its first wording there."""
    return [
        (one, other, other.name_on(one.in_force.begins))
        for one in book.sets.values()
        for other in (part for each in one.indicators for part in (each, *each.parts))
        if other.measure == indicator.measure and (other.set_id, other.code) != (indicator.set_id, indicator.code)
    ]
