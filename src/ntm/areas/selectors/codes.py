from __future__ import annotations

from datetime import date

from ntm.areas.models import Unit
from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day


class NoUnitThatDay(Problem):
    """No unit bears a code on the day asked for."""

    code = "areas/no-unit-that-day"

    def __init__(self, code: str, day: date) -> None:
        bearers = bearers_of(code)
        super().__init__(
            Text(
                f"Không có đơn vị mã {code} trong ngày {written_day(day)}. Mã này từng là: {bearers.vi}.",
                f"No unit has the code {code} on {written_day(day)}. The code has been: {bearers.en}.",
            ),
            Text("Hãy kiểm tra mã, hoặc chọn ngày khác.", "Check the code, or choose another day."),
        )


def unit_with_code(code: str, day: date) -> Unit:
    """Return the unit that bears a code on ``day``; raise NoUnitThatDay. Tiers never share a code."""
    found = Unit.objects.on(day).filter(code=code).first()
    if found is None:
        raise NoUnitThatDay(code, day)
    return found


def bearers_of(code: str) -> Text:
    """Say in words which units have borne a code, and until when; a dash when none has."""
    bearers = list(Unit.objects.filter(code=code).order_by("valid_from"))
    return Text(
        "; ".join(f"{unit.name} ({_days(unit, 'đến')})" for unit in bearers) or "–",
        "; ".join(f"{unit.name} ({_days(unit, 'until')})" for unit in bearers) or "–",
    )


def _days(unit: Unit, until: str) -> str:
    begins = written_day(unit.valid_from)
    return f"{begins} {until} {written_day(unit.valid_until)}" if unit.valid_until else f"{begins} –"
