from __future__ import annotations

from datetime import date

from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.selectors import visible_units
from ntm.areas.models import Unit
from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day


class UnitNotThatDay(Problem):
    """A unit was asked for on a day on which it did not exist."""

    code = "dashboards/unit-not-that-day"

    def __init__(self, unit: Unit, day: date) -> None:
        begins = written_day(unit.valid_from)
        ends = written_day(unit.valid_until) if unit.valid_until else None
        super().__init__(
            Text(
                f"{unit.name} ({unit.code}) không tồn tại trong ngày {written_day(day)}:"
                f" đơn vị này có từ {begins}{f' đến {ends}' if ends else ''}.",
                f"{unit.name} ({unit.code}) did not exist on {written_day(day)}:"
                f" it lasts from {begins}{f' until {ends}' if ends else ''}.",
            ),
            Text(
                "Hãy chọn một ngày trong khoảng đó, hoặc xem mục Địa giới để biết đơn vị nào kế tục.",
                "Choose a day between them, or look under Areas for what it became.",
            ),
        )


def unit_for(user: User, unit_id: int, day: date) -> Unit:
    """Return the unit if ``user`` may see it; otherwise answer 404, telling nothing.

    Raises UnitNotThatDay for a unit that the user may see on another day.
    """
    found = visible_units(user, day).filter(pk=unit_id).first()
    if found is not None:
        return found
    known = Unit.objects.filter(pk=unit_id).first()
    if known is not None and not known.exists_on(day):
        last_day = known.valid_until or known.valid_from
        if visible_units(user, last_day).filter(pk=unit_id).exists():
            raise UnitNotThatDay(known, day)
    raise Http404
