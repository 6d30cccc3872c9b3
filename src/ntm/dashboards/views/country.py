from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from ntm.accounts.access import provinces_for
from ntm.accounts.requests import SignedIn
from ntm.core.problems import Text
from ntm.criteria.selectors import rulebook
from ntm.dashboards.selectors import cartogram_of
from ntm.dashboards.selectors import country as provinces_on
from ntm.dashboards.selectors.country import ProvinceRow

NO_REGION = Text("Chưa xếp vùng trong ngày này", "In no region that day")


def country(request: SignedIn) -> HttpResponse:
    """Provinces side by side, by region: how many xã meet what the law asks, and which provinces are behind."""
    page = provinces_on(provinces_for(request.user, request.day), request.day)
    context = {"page": page, "regions": _by_region(page.rows), "cartogram": cartogram_of(page.rows)}
    return render(request, "dashboards/country.html", context)


def _by_region(rows: Iterable[ProvinceRow]) -> list[tuple[Text, list[ProvinceRow]]]:
    """Return the rows under the name of their region, in the order in which the law names regions."""
    names = rulebook().place_names
    order = {code: place for place, code in enumerate(names)}
    sorted_rows = sorted(rows, key=lambda row: order.get(row.region, len(order)))
    return [(names.get(code, NO_REGION), list(some)) for code, some in groupby(sorted_rows, lambda row: row.region)]
