"""What can go wrong with papers and reports, and what to do."""

from __future__ import annotations

from datetime import date

from ntm.areas.models import Unit
from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day
from ntm.reports.models import Paper


class NotADraft(Problem):
    """Somebody wants to change a paper that waits to be signed or was issued."""

    code = "reports/not-a-draft"

    def __init__(self, paper: Paper) -> None:
        issued = paper.number is not None
        super().__init__(
            Text(
                f"“{paper.subject}” {f'đã ban hành số {paper.reference}' if issued else 'đang chờ ký'}.",
                f"“{paper.subject}” {f'was issued as {paper.reference}' if issued else 'is waiting to be signed'}.",
            ),
            Text(
                "Soạn văn bản mới để thay thế hoặc đính chính." if issued else "Nhờ lãnh đạo trả lại, rồi sửa.",
                "Write a new paper that replaces or corrects it." if issued else "Ask the leader to return it first.",
            ),
        )


class NotIssuedHere(Problem):
    """A paper can only change one that its own unit has issued."""

    code = "reports/not-issued-here"

    def __init__(self, paper: Paper, unit: Unit) -> None:
        super().__init__(
            Text(
                f"{unit.name} chưa ban hành văn bản “{paper.subject}”.",
                f"{unit.name} has not issued “{paper.subject}”.",
            ),
            Text(
                "Chọn một văn bản đã ban hành của chính đơn vị soạn thảo.",
                "Choose an issued paper of the very unit that drafts this one.",
            ),
        )


class NotWaiting(Problem):
    """Somebody wants to sign or return a paper that is not waiting."""

    code = "reports/not-waiting"

    def __init__(self, paper: Paper) -> None:
        super().__init__(
            Text(f"“{paper.subject}” không ở bước chờ ký.", f"“{paper.subject}” is not waiting to be signed."),
            Text("Mở lại trang để xem văn bản đang ở đâu.", "Open the page again to see where the paper is now."),
        )


class GapsLeft(Problem):
    """A report goes to be signed while passages are still to be written."""

    code = "reports/gaps-left"

    def __init__(self, gaps: list[str]) -> None:
        named = "; ".join(f"“{gap}”" for gap in gaps)
        super().__init__(
            Text(f"Còn {len(gaps)} chỗ phải viết: {named}.", f"{len(gaps)} passages are still to be written: {named}."),
            Text(
                "Viết thay vào từng chỗ có dấu ⟦ ⟧, hoặc xóa chỗ đó nếu không có nội dung.",
                "Write over each passage between ⟦ and ⟧, or delete it where there is nothing to say.",
            ),
        )


class OpenComments(Problem):
    """A report goes to be signed while remarks on it are open."""

    code = "reports/open-comments"

    def __init__(self, count: int) -> None:
        super().__init__(
            Text(f"Còn {count} ý kiến chưa xử lý.", f"{count} comments are still open."),
            Text("Sửa theo từng ý kiến rồi đánh dấu đã xử lý.", "Deal with each comment and mark it settled."),
        )


class ReportExists(Problem):
    """A unit has a report of the same kind about the same days."""

    code = "reports/exists"

    def __init__(self, paper: Paper) -> None:
        super().__init__(
            Text(
                f"{paper.unit.name} đã có báo cáo này: “{paper.subject}”.",
                f"{paper.unit.name} already has this report: “{paper.subject}”.",
            ),
            Text("Mở báo cáo đã có để viết tiếp.", "Open that report and go on."),
        )


class IssuedBeforeAnother(Problem):
    """A paper would get a day before the one that carries the number before it."""

    code = "reports/day-out-of-order"

    def __init__(self, last: Paper) -> None:
        assert last.issued_on is not None  # noqa: S101 - only issued papers have a number
        super().__init__(
            Text(
                f"Văn bản số {last.reference} đã ban hành ngày {written_day(last.issued_on)}; số tiếp theo không được "
                "mang ngày sớm hơn.",
                f"Paper {last.reference} was issued on {written_day(last.issued_on)}; the next number cannot bear an "
                "earlier day.",
            ),
            Text("Chọn ngày ban hành từ ngày đó trở đi.", "Choose that day or a later one."),
        )


class WrongIssueDay(Problem):
    """A paper bears a day that has come, and a report none before the last day of its data."""

    code = "reports/wrong-issue-day"

    def __init__(self, earliest: date | None, latest: date) -> None:
        reach = Text(f"đến {written_day(latest)}", f"to {written_day(latest)}")
        if earliest:
            reach = Text(f"từ {written_day(earliest)} {reach.vi}", f"from {written_day(earliest)} {reach.en}")
        super().__init__(
            Text("Ngày ban hành không hợp lệ.", "The day of issue does not fit."),
            Text(f"Chọn ngày {reach.vi}.", f"Choose a day {reach.en}.")
            if earliest is None or earliest <= latest
            else Text(
                f"Kỳ số liệu đến {written_day(earliest)} mới hết; chờ đến ngày đó rồi ban hành.",
                f"The data end on {written_day(earliest)}; issue it from that day on.",
            ),
        )


class WrittenMeanwhile(Problem):
    """Somebody else kept other words while a person was writing."""

    code = "reports/written-meanwhile"

    def __init__(self, by: str = "") -> None:
        who = by or "người khác"
        super().__init__(
            Text(
                f"Trong lúc anh/chị viết, {who} đã lưu lời văn khác; chưa ghi đè.",
                f"While you wrote, {by or 'somebody else'} kept other words; nothing was written over them.",
            ),
            Text(
                "Xem lời văn đang lưu, sửa lại bản của anh/chị nếu cần rồi lưu lần nữa.",
                "Look at what stands there now, change yours where needed, and keep it again.",
            ),
        )


class NothingTyped(Problem):
    """A note or comment that has to say something is empty."""

    code = "reports/nothing-typed"

    def __init__(self) -> None:
        super().__init__(
            Text("Chưa ghi nội dung.", "Nothing was written."),
            Text("Viết vài lời cho người nhận biết phải làm gì.", "Write a few words that say what has to be done."),
        )
