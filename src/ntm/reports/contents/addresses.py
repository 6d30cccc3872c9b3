"""Where on the screen a figure of a report comes from; every address names the report's day."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from ntm.areas.models import Unit


def page(view: str, day: date, *args: object, anchor: str = "", **query: str) -> str:
    """Return the address of a page as it was on ``day``."""
    return f"{reverse(view, args=args)}?{urlencode({'day': day.isoformat(), **query})}{anchor and f'#{anchor}'}"


def of_unit(unit: Unit, day: date) -> str:
    return page("dashboards:unit", day, unit.pk)


def why(unit: Unit, set_id: str, code: str, day: date) -> str:
    return page("dashboards:why", day, unit.pk, set_id, code)
