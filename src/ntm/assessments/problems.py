"""What can go wrong on a figure's way, and what to do then."""

from __future__ import annotations

from collections.abc import Sequence

from ntm.assessments.models import Item, Reached, Round
from ntm.core.problems import Problem, Text
from ntm.core.procedure import Handling


class RoundClosed(Problem):
    """Somebody acts in a round that is closed or not open yet."""

    code = "assessments/round-closed"

    def __init__(self, round_: Round) -> None:
        super().__init__(
            Text(f"Đợt {round_.name.vi} không mở.", f"The round {round_.name.en} is not open."),
            Text(
                "Hãy đề nghị Văn phòng Điều phối mở lại hoặc mở đợt mới.",
                "Ask the coordination office to open it again, or to open a new one.",
            ),
        )


class NotAsked(Problem):
    """A value is given for something that the round does not ask of that unit."""

    code = "assessments/not-asked"

    def __init__(self, measure: str, unit: str) -> None:
        super().__init__(
            Text(f"Đợt này không hỏi {measure} của {unit}.", f"This round does not ask {measure} of {unit}."),
            Text("Hãy tải lại trang hoặc biểu mẫu mới.", "Load the page or the template anew."),
        )


class Locked(Problem):
    """A value is written that has already gone up."""

    code = "assessments/locked"

    def __init__(self, item: Item) -> None:
        reached = Reached(item.reached)
        super().__init__(
            Text(
                f"Chỉ tiêu {item.code} của {item.unit.name} đã được gửi ({reached.label.lower()}).",
                f"Indicator {item.code} of {item.unit.name} has been sent ({reached.value}).",
            ),
            Text(
                "Hãy rút lại nếu cấp trên chưa xem, hoặc đề nghị trả lại.",
                "Take it back if nobody above has looked yet, or ask for it to be returned.",
            ),
        )


class NotYourTurn(Problem):
    """A step is done that is not the next one on the path."""

    code = "assessments/not-your-turn"

    def __init__(self, item: Item, expected: Handling | None) -> None:
        code = item.code
        waits = expected.office if expected else Text("không còn bước nào", "nobody: every step is done")
        super().__init__(
            Text(
                f"Chỉ tiêu {code} của {item.unit.name} đang chờ: {waits.vi}.",
                f"Indicator {code} of {item.unit.name} waits for: {waits.en}.",
            ),
            Text("Hãy tải lại trang để xem tình trạng mới nhất.", "Load the page again to see where it stands."),
        )


class OwnWork(Problem):
    """Somebody checks a figure that they themselves reported or verified."""

    code = "assessments/own-work"

    def __init__(self, items: Sequence[Item]) -> None:
        codes = ", ".join(item.code for item in items[:5])
        super().__init__(
            Text(
                f"Bạn đã xử lý chỉ tiêu {codes} ở bước trước.",
                f"You handled indicator {codes} yourself in an earlier step.",
            ),
            Text("Hãy để đồng nghiệp thực hiện bước này.", "Let a colleague do this step."),
        )


class NothingToSend(Problem):
    """A report is sent in which nothing new was written."""

    code = "assessments/nothing-to-send"

    def __init__(self) -> None:
        super().__init__(
            Text("Chưa có số liệu mới nào để gửi.", "There is nothing new to send."),
            Text("Hãy nhập ít nhất một chỉ tiêu rồi gửi.", "Enter at least one indicator, then send."),
        )


class CannotUndo(Problem):
    """A step is taken back after somebody above has acted on it."""

    code = "assessments/cannot-undo"

    def __init__(self, item: Item) -> None:
        code = item.code
        super().__init__(
            Text(
                f"Không rút lại được chỉ tiêu {code}: {Reached(item.reached).label.lower()}.",
                f"Indicator {code} cannot be taken back: {Reached(item.reached).value}.",
            ),
            Text("Hãy đề nghị cơ quan đang giữ trả lại.", "Ask the office that has it now to return it."),
        )


class ReasonNeeded(Problem):
    """Something is returned or changed without a word why."""

    code = "assessments/reason-needed"

    def __init__(self) -> None:
        super().__init__(
            Text("Chưa ghi lý do.", "No reason is given."),
            Text(
                "Hãy ghi rõ cần bổ sung, sửa gì để người báo cáo làm được ngay.",
                "Write what is missing or wrong, so that the author can act at once.",
            ),
        )
