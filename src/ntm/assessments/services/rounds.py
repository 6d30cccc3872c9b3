"""Opening, moving and closing review rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from ntm.areas.models import Unit
from ntm.assessments.models import Round
from ntm.audit.services import record
from ntm.core.periods import Quarter, Window
from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day
from ntm.criteria.selectors import rulebook


@dataclass(frozen=True, slots=True)
class Due:
    """The days of a round: it opens, reports are due, verification is due (None without it), appraisal is due."""

    opens_on: date
    report: date
    verify: date | None
    appraise: date


class RoundsOverlap(Problem):
    """Two open rounds would ask the same units for the same sets in the same quarter."""

    code = "assessments/rounds-overlap"

    def __init__(self, other: Round, units: Sequence[Unit]) -> None:
        some = ", ".join(unit.name for unit in units[:3])
        super().__init__(
            Text(
                f"Đợt {other.name.vi} đang mở đã hỏi {len(units)} đơn vị này ({some}…) trong cùng quý.",
                f"The open round {other.name.en} already asks {len(units)} of these units ({some}…) this quarter.",
            ),
            Text("Hãy đóng đợt kia trước, hoặc bỏ các đơn vị đó.", "Close that round first, or leave these units out."),
        )


class DaysInDisorder(Problem):
    """The days of a round do not follow each other."""

    code = "assessments/days-in-disorder"

    def __init__(self) -> None:
        super().__init__(
            Text("Các ngày của đợt không theo thứ tự.", "The days of the round are not in order."),
            Text(
                "Ngày mở ≤ hạn báo cáo ≤ hạn thẩm tra ≤ hạn thẩm định.",
                "Opening ≤ report due ≤ verification due ≤ appraisal due.",
            ),
        )


class NobodyAsked(Problem):
    """A round would ask nobody, or for nothing."""

    code = "assessments/nobody-asked"

    def __init__(self, period: Quarter) -> None:
        super().__init__(
            Text("Đợt chưa có đơn vị hoặc chưa có bộ tiêu chí.", "The round has no unit or no criteria set."),
            Text(
                f"Hãy chọn đơn vị và bộ tiêu chí có hiệu lực ngày {written_day(period.ends_on)}.",
                f"Choose units, and sets in force on {written_day(period.ends_on)}.",
            ),
        )


@transaction.atomic
def open_round(
    kind: str,
    window: Window,
    *,
    sets: Sequence[str],
    units: Sequence[Unit],
    due: Due,
    by: str,
    at: datetime,
    purpose: str = "",
) -> Round:
    """Ask units for sets over a window of data; values go into the quarter in which the window ends.

    Raises DaysInDisorder, NobodyAsked, or RoundsOverlap with an open round of the same quarter.
    """
    quarter = Quarter.of(window.ends_on)
    _check_days(due)
    in_force = [name for name in sets if rulebook().set(name).in_force.holds(quarter.ends_on)]
    if not units or not in_force:
        raise NobodyAsked(quarter)
    _check_overlap(quarter, in_force, units)
    round_ = Round.objects.create(
        kind=kind,
        period=quarter.code,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        sets=in_force,
        opens_on=due.opens_on,
        due_on=due.report,
        verify_due_on=due.verify,
        appraise_due_on=due.appraise,
        purpose=purpose,
        made_by=by,
        made_at=at,
    )
    round_.units.set(units)
    detail = {"sets": in_force, "units": len(units), "due_on": str(due.report)}
    record("assessments.round_opened", subject=str(round_), by=by, at=at, detail=detail)
    return round_


@transaction.atomic
def move_round(round_: Round, due: Due, *, by: str, at: datetime) -> Round:
    """Give a round other days, also one that was closed, which opens again."""
    _check_days(due)
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    if round_.closed_at:
        _check_overlap(round_.quarter, round_.sets, list(round_.units.all()))
    before = [str(day) for day in (round_.opens_on, round_.due_on, round_.verify_due_on, round_.appraise_due_on)]
    round_.opens_on, round_.due_on = due.opens_on, due.report
    round_.verify_due_on, round_.appraise_due_on, round_.closed_at = due.verify, due.appraise, None
    round_.save(update_fields=["opens_on", "due_on", "verify_due_on", "appraise_due_on", "closed_at"])
    after = [str(day) for day in (due.opens_on, due.report, due.verify, due.appraise)]
    record("assessments.round_moved", subject=str(round_), by=by, at=at, detail={"before": before, "after": after})
    return round_


@transaction.atomic
def close_round(round_: Round, *, by: str, at: datetime) -> Round:
    """Close a round: its values stay as they are, and nobody writes, checks or takes back any more."""
    round_ = Round.objects.select_for_update().get(pk=round_.pk)
    if round_.closed_at is None:
        round_.closed_at = at
        round_.save(update_fields=["closed_at"])
        record("assessments.round_closed", subject=str(round_), by=by, at=at, detail={})
    return round_


def _check_days(due: Due) -> None:
    days = [day for day in (due.opens_on, due.report, due.verify, due.appraise) if day]
    if days != sorted(days):
        raise DaysInDisorder


def _check_overlap(quarter: Quarter, sets: Sequence[str], units: Sequence[Unit]) -> None:
    for other in Round.objects.filter(period=quarter.code, closed_at=None):
        if set(other.sets) & set(sets):
            both = list(other.units.filter(pk__in=[unit.pk for unit in units]))
            if both:
                raise RoundsOverlap(other, both)
