"""What can go wrong when roles are given and ended."""

from __future__ import annotations

from datetime import date

from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day


class DaysReversed(Problem):
    """A last day stands before the first."""

    code = "accounts/days-reversed"

    def __init__(self, first: date, last: date) -> None:
        super().__init__(
            Text(
                f"Ngày cuối {written_day(last)} trước ngày đầu {written_day(first)}.",
                f"The last day {written_day(last)} stands before the first {written_day(first)}.",
            ),
            Text("Hãy chọn lại ngày.", "Choose the days again."),
        )


class AlreadyHolds(Problem):
    """The person holds the same role in the same unit on some of these days."""

    code = "accounts/already-holds"

    def __init__(self, name: str, role: str, unit: str) -> None:
        super().__init__(
            Text(
                f"{name} đã giữ vai trò “{role}” tại {unit} trong thời gian này.",
                f"{name} already holds the role “{role}” in {unit} on some of these days.",
            ),
            Text(
                "Hãy kết thúc phân quyền cũ trước, hoặc chọn ngày khác.", "End the old one first, or choose other days."
            ),
        )


class WrongPlace(Problem):
    """A role belongs to another kind of unit."""

    code = "accounts/wrong-place"

    def __init__(self, role: str, unit: str) -> None:
        super().__init__(
            Text(f"Vai trò “{role}” không dành cho {unit}.", f"The role “{role}” is not for {unit}."),
            Text(
                "Cán bộ xã gắn với xã, cán bộ huyện gắn với huyện. Hãy chọn đơn vị hoặc vai trò khác.",
                "A commune officer belongs to a commune, a district officer to a district. Choose another.",
            ),
        )


class OfficeMissing(Problem):
    """Somebody of a department stands for one department."""

    code = "accounts/office-missing"

    def __init__(self) -> None:
        super().__init__(
            Text("Cán bộ sở, ngành phải thuộc một cơ quan.", "A department officer stands for one office."),
            Text("Hãy chọn cơ quan.", "Choose the office."),
        )


class AlreadyEnded(Problem):
    """What has ended by a day cannot end again."""

    code = "accounts/already-ended"

    def __init__(self, last: date) -> None:
        super().__init__(
            Text(f"Việc này đã kết thúc ngày {written_day(last)}.", f"It has already ended on {written_day(last)}."),
            Text("Không cần làm gì thêm.", "Nothing more needs to be done."),
        )
