"""The one way to a set or an indicator named in an address: what is not in the law is not found."""

from __future__ import annotations

from django.http import Http404

from ntm.core.rulebook import CriteriaSet, Indicator, Rulebook, UnknownIndicator, UnknownSet


def set_for(book: Rulebook, set_id: str) -> CriteriaSet:
    try:
        return book.set(set_id)
    except UnknownSet as problem:
        raise Http404(str(problem)) from problem


def indicator_for(criteria_set: CriteriaSet, code: str) -> Indicator:
    """Return an indicator, a part of one, or a precondition."""
    conditions = {one.id: one.indicator for one in criteria_set.preconditions}
    if code in conditions:
        return conditions[code]
    try:
        return criteria_set.indicator(code)
    except UnknownIndicator as problem:
        raise Http404(str(problem)) from problem
