from __future__ import annotations

from datetime import date

from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.selectors import visible_units
from ntm.areas.models import Unit


def unit_for(user: User, unit_id: int, day: date) -> Unit:
    """Return the unit if ``user`` may see it; otherwise answer 404, telling nothing."""
    unit = visible_units(user, day).filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    return unit
