"""What the forms of works offer: indicators, sources, and their words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language

from ntm.core.periods import Quarter
from ntm.criteria.selectors import rulebook
from ntm.finance.sources import CREDIT, sources_in


def language() -> str:
    return get_language() or "vi"


def measure_choices(day: date) -> list[tuple[str, str]]:
    """Return (measure, words) of every figure that a commune set in force asks for."""
    on = Quarter.last_closed_on(day).ends_on
    found: dict[str, str] = {}
    for criteria_set in rulebook().sets_on(on, "commune"):
        for indicator in criteria_set.indicators:
            for one in indicator.parts or (indicator,):
                found.setdefault(one.measure, f"{one.code} {one.name_on(on).said_in(language())}"[:120])
    return list(found.items())


def measure_words(measure: str) -> tuple[str, str, str]:
    """Return (set, code, words) of a measure; the words are the code where the law no longer has it."""
    set_id, _, code = measure.rpartition("/")
    criteria_set = rulebook().sets.get(set_id)
    known = {one.code: one for each in criteria_set.indicators for one in (each, *each.parts)} if criteria_set else {}
    return set_id, code, known[code].name_on(known[code].in_force.begins).said_in(language()) if code in known else code


def source_choices(year: int) -> list[tuple[str, str]]:
    """Return (code, words) of every source of a year that may pay for a work; the words name the branch as well."""
    every = sources_in(year)
    names = {one.code: one.name.said_in(language()) for one in every}
    return [
        (one.code, " › ".join(names[step] for step in _steps(one.code)))
        for one in every
        if one.is_leaf and one.code != CREDIT
    ]


def _steps(code: str) -> list[str]:
    """Return the places from the branch down to a leaf; the root is left out."""
    parts = code.split("/")
    return ["/".join(parts[:length]) for length in range(2, len(parts) + 1)]
