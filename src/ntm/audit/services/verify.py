from __future__ import annotations

from collections.abc import Iterator

from ntm.audit.heads import Head
from ntm.audit.kept import Line, lines
from ntm.audit.services.record import seal_of_told
from ntm.core.problems import Fault, Faults, Text

_LOST = Text("trước dòng này có dòng bị mất hoặc bị thay", "a line before it is missing")
_EDITED = Text("nội dung không khớp dấu niêm", "its content does not fit its seal")
_CUT = Text("các dòng cuối đã bị cắt bỏ", "the newest lines were cut off")
_OTHER = Text("dấu niêm khác với dấu niêm đã giữ", "its seal is not the one that was kept elsewhere")


class LogWasChanged(Faults):
    """The audit log is not what was written; every place where it breaks is listed."""

    code = "audit/changed"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            Text(
                f"Nhật ký hệ thống đã bị thay đổi ở {len(faults)} chỗ.",
                f"The audit log was changed in {len(faults)} places.",
            ),
            faults,
        )
        self.do = Text(
            "Hãy giữ nguyên cơ sở dữ liệu, báo cho thanh tra và so với bản sao lưu gần nhất.",
            "Leave the database as it is, tell the inspector, and compare it with the newest backup.",
        )


def verify(*, using: str = "default", against: Head | None = None) -> Head:
    """Walk the whole log and return where it ends; raise LogWasChanged naming each break.

    A line that was edited no longer fits its seal; a line that is missing leaves a gap in the
    numbers, or a seal that the next line does not know. Cutting off the newest lines can't be seen from
    here alone: ``against`` is the end of the log as it was kept elsewhere.
    """
    faults: list[Fault] = []
    end = Head(0, "")
    kept = against is None or against.lines == 0
    for line in lines(using):
        faults += _broken_at(line, end)
        if against is not None and line.number == against.lines:
            kept = True
            faults += [] if line.seal == against.seal else [_fault(line, _OTHER)]
        end = Head(line.number, line.seal)
    if against is not None and not kept:
        what = Text(f"{_CUT.vi}; còn {end.lines} dòng.", f"{_CUT.en}; {end.lines} lines are left.")
        faults.append(Fault(f"#{against.lines}", what, _COMPARE))
    if faults:
        raise LogWasChanged(faults)
    return end


_COMPARE = Text("Đối chiếu với bản sao lưu.", "Compare with the backup.")


def _broken_at(line: Line, before: Head) -> Iterator[Fault]:
    if line.number != before.lines + 1 or line.seal_before != before.seal:
        yield _fault(line, _LOST)
    if line.told is None or line.seal != seal_of_told(line.told):
        yield _fault(line, _EDITED)


def _fault(line: Line, what: Text) -> Fault:
    told = f"{line.act}, {line.by}"
    return Fault(f"#{line.number}", Text(f"{told}: {what.vi}.", f"{told}: {what.en}."), _COMPARE)
