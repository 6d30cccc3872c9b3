from __future__ import annotations

from ntm.audit.models import Entry
from ntm.audit.services.record import seal_of
from ntm.core.problems import Fault, Faults, Text


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


def verify() -> int:
    """Walk the whole log and return how many lines it has; raise LogWasChanged naming each break.

    A line that was edited no longer fits its seal; a line that is missing leaves a gap in the
    numbers, or a seal that the next line does not know. Cutting off the newest lines can't be seen from
    here alone: keep the last seal elsewhere.
    """
    faults: list[Fault] = []
    number, seal = 0, ""
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2_000):
        if entry.number != number + 1 or entry.seal_before != seal:
            faults.append(_broken(entry, "trước dòng này có dòng bị mất hoặc bị thay", "a line before it is missing"))
        if entry.seal != seal_of(entry):
            faults.append(_broken(entry, "nội dung không khớp dấu niêm", "its content does not fit its seal"))
        number, seal = entry.number, entry.seal
    if faults:
        raise LogWasChanged(faults)
    return number


def _broken(entry: Entry, vi: str, en: str) -> Fault:
    told = f"{entry.act}, {entry.by}"
    return Fault(
        f"#{entry.number}",
        Text(f"{told}: {vi}.", f"{told}: {en}."),
        Text("Đối chiếu với bản sao lưu.", "Compare with the backup."),
    )
