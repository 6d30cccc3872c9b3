from __future__ import annotations

from datetime import date

from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.selectors import visible_units
from ntm.areas.models import Unit
from ntm.areas.selectors import home_province


def province_for(user: User, day: date) -> Unit:
    """Return the installation's province of a day if ``user`` may see it; otherwise answer 404, telling nothing."""
    province = home_province(day)
    if not visible_units(user, day).filter(pk=province.pk).exists():
        raise Http404
    return province
