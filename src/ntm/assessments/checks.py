"""Checks of a value as it is entered: what is wrong is refused, what is unlikely is asked about."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from ntm.assessments.models import Said
from ntm.core.problems import Problem, Text
from ntm.core.quantities import read_figure, written
from ntm.core.rulebook import Indicator, Kind, Measured, NotApplicable

_MOST = Decimal(10**10)  # what the column holds before the comma
_JUMP_IN_POINTS = Decimal(20)
_JUMP = Decimal("0.5")


def rate_of(numerator: Decimal, denominator: Decimal) -> Decimal:
    """Return a rate in percent to two decimals, half up; ``denominator`` is above 0."""
    return (100 * numerator / denominator).quantize(Decimal("0.01"), ROUND_HALF_UP)


def faults_in(indicator: Indicator, said: Said) -> tuple[Text, ...]:
    """Return what is wrong with a value, each with its remedy; nothing said yet is not wrong."""
    return tuple(fault for fault in _faults(indicator, said) if fault)


def _faults(indicator: Indicator, said: Said) -> Iterable[Text | None]:
    if said.typed:
        yield _unreadable(indicator, said.typed)
    yield _wrong_kind(indicator, said)
    if said.amount is not None:
        yield from _out_of_range(indicator, said.amount)
    yield from _broken_rate(said)


def _unreadable(indicator: Indicator, typed: str) -> Text:
    """Say why the words could not be read, as the reader of figures says it."""
    if indicator.kind is Kind.YES_NO:
        return Text(f"“{typed}”: hãy chọn Đạt hoặc Chưa đạt.", f"“{typed}”: choose met or not met.")
    try:
        read_figure(typed)
    except Problem as problem:
        return Text(f"{problem.what.vi} {problem.do.vi}", f"{problem.what.en} {problem.do.en}")
    return Text(f"“{typed}”: hãy nhập lại.", f"“{typed}”: enter it again.")


def _wrong_kind(indicator: Indicator, said: Said) -> Text | None:
    if indicator.kind is Kind.YES_NO and said.amount is not None:
        return Text("Chỉ tiêu này ghi Đạt hoặc Chưa đạt.", "This one is answered with met or not met.")
    if indicator.kind is not Kind.YES_NO and said.passed is not None:
        return Text("Chỉ tiêu này cần một con số.", "This one needs a figure.")
    return None


def _out_of_range(indicator: Indicator, amount: Decimal) -> Iterable[Text]:
    if amount < 0:
        yield Text("Không nhận số âm.", "It cannot be below zero.")
    if indicator.kind is Kind.PERCENT and amount > 100:
        yield Text("Tỷ lệ không quá 100%.", "A rate is at most 100%.")
    if indicator.kind is Kind.COUNT and amount != amount.to_integral_value():
        yield Text("Phải là số nguyên.", "It must be a whole number.")
    if abs(amount) >= _MOST:
        yield Text("Số quá lớn: hãy kiểm tra đơn vị tính.", "Too large: check the unit.")
    if amount != round(amount, 4):
        yield Text("Tối đa 4 chữ số thập phân.", "At most 4 decimals.")


def _broken_rate(said: Said) -> Iterable[Text]:
    part, whole = said.numerator, said.denominator
    if part is None and whole is None:
        return
    if part is None or whole is None:
        yield Text("Hãy nhập cả tử số và mẫu số.", "Enter both the part and the whole.")
    elif whole <= 0 or part < 0:
        yield Text("Mẫu số phải lớn hơn 0, tử số không âm.", "The whole must be above 0, the part not below 0.")
    elif said.amount is not None and said.amount != rate_of(part, whole):
        right = rate_of(part, whole)
        yield Text(f"Tử số chia mẫu số là {written(right)}%.", f"Part by whole is {written(right, 'en')}%.")


def doubts_about(indicator: Indicator, before: Measured | None, said: Said) -> tuple[Text, ...]:
    """Return questions about a value that may be right all the same; ``before`` is that of the last period."""
    doubts = (_unexcused(indicator, said), _fraction(indicator, said), _jump(indicator, before, said.value))
    return tuple(doubt for doubt in doubts if doubt)


def _unexcused(indicator: Indicator, said: Said) -> Text | None:
    if not said.not_applicable_because or indicator.applies_when:
        return None
    return Text(
        "Luật không nêu trường hợp miễn chỉ tiêu này: vẫn tính là chưa có số liệu.",
        "The law names no case without this indicator: it still counts as no data.",
    )


def _fraction(indicator: Indicator, said: Said) -> Text | None:
    """Ask about 0,85 where 85 may be meant: a spreadsheet keeps 85% as a fraction."""
    amount = said.amount
    if indicator.kind is not Kind.PERCENT or amount is None or not 0 < amount < 1:
        return None
    meant = written(100 * amount)
    return Text(f"{written(amount)}% hay {meant}%?", f"{written(amount, 'en')}% or {meant}%?")


def _jump(indicator: Indicator, before: Measured | None, now: Measured | None) -> Text | None:
    if before is None or now is None or isinstance(before, NotApplicable) or isinstance(now, NotApplicable):
        return None
    if isinstance(before, bool) or isinstance(now, bool):
        lost = before is True and now is False
        return Text("Kỳ trước đạt, kỳ này chưa đạt?", "Met last period, not met now?") if lost else None
    if not _is_far(indicator, before, now):
        return None
    return Text(
        f"Kỳ trước {written(before)}, nay {written(now)}: đúng không?",
        f"{written(before, 'en')} last period, {written(now, 'en')} now: is that right?",
    )


def _is_far(indicator: Indicator, before: Decimal, now: Decimal) -> bool:
    if indicator.kind is Kind.PERCENT:
        return abs(now - before) > _JUMP_IN_POINTS
    return before != 0 and abs(now - before) > _JUMP * abs(before)
