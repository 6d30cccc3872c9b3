"""What can go wrong when a role is handed on."""

from __future__ import annotations

from datetime import date

from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day


class NotToThem(Problem):
    """Somebody cannot be handed what they hold themselves, or by their own act."""

    code = "accounts/not-to-them"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"Không thể ủy quyền này cho {name}.", f"This cannot be handed on to {name}."),
            Text(
                "Hãy chọn đồng nghiệp khác: không ai tự ủy quyền cho mình.",
                "Choose another colleague: nobody hands anything on to themselves.",
            ),
        )


class NotTheirs(Problem):
    """Only the holder hands an assignment on, or an administrator in their place; never what was handed to them."""

    code = "accounts/not-theirs"

    def __init__(self) -> None:
        super().__init__(
            Text("Phân quyền này không phải của bạn.", "This assignment is not your own."),
            Text(
                "Chỉ ủy quyền được vai trò của chính mình; vai trò được ủy quyền không ủy quyền tiếp được.",
                "Only one's own role can be handed on; what was handed on cannot be handed on again.",
            ),
        )


class TooLong(Problem):
    """Nobody is away for more than a year."""

    code = "accounts/too-long"

    def __init__(self) -> None:
        super().__init__(
            Text("Ủy quyền dài nhất là một năm.", "A delegation lasts a year at the most."),
            Text(
                "Hãy chọn ngày cuối sớm hơn; sau đó có thể ủy quyền lại.", "Choose an earlier last day; renew it later."
            ),
        )


class OutsideAssignment(Problem):
    """The days lie before today, or where the assignment does not hold."""

    code = "accounts/outside-assignment"

    def __init__(self, first: date, last: date | None) -> None:
        until = written_day(last) if last else "…"
        super().__init__(
            Text(
                f"Chỉ ủy quyền được trong khoảng {written_day(first)} – {until}.",
                f"It can be handed on between {written_day(first)} and {until} only.",
            ),
            Text("Hãy chọn lại ngày.", "Choose the days again."),
        )


class AlreadyHandedOn(Problem):
    """The same colleague already acts in this assignment on some of these days."""

    code = "accounts/already-handed-on"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"Đã ủy quyền cho {name} trong thời gian này.", f"It is already handed on to {name} on these days."),
            Text(
                "Hãy kết thúc ủy quyền cũ trước, hoặc chọn ngày khác.", "End the old one first, or choose other days."
            ),
        )
