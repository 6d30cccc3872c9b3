from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from ntm.accounts.requests import SignedIn
from ntm.core.periods import Quarter
from ntm.criteria.selectors import rulebook
from ntm.dashboards.access import unit_for
from ntm.dashboards.selectors import story_of
from ntm.finance.selectors import works_lifting


def why(request: SignedIn, unit_id: int, set_id: str, code: str) -> HttpResponse:
    """The whole story of one figure: value, person, day, level, article, verdict, and its past."""
    unit = unit_for(request.user, unit_id, request.day)
    criteria_set = rulebook().sets.get(set_id)
    if criteria_set is None:
        raise Http404
    indicator = criteria_set.indicator(code)
    measures = [indicator.measure, *(part.measure for part in indicator.parts)]
    context = {
        "story": story_of(unit, criteria_set, indicator, Quarter.last_closed_on(request.day)),
        "unit": unit,
        "yes_no": _yes_no(),
        "works": works_lifting(unit, request.day, measures),
    }
    return render(request, "dashboards/why.html", context)


def _yes_no() -> str:
    """Return the words for a yes and a no, as the template's filter takes them."""
    return f"{gettext('Met')},{gettext('Not met')}"
