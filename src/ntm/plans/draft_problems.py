"""What can go wrong between a document and a plan, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from ntm.core.problems import Fault, Faults, Problem, Text


class DraftClosed(Problem):
    """A draft was accepted or dropped and cannot be changed any more."""

    code = "plans/draft-closed"

    def __init__(self, name: str, state: Text) -> None:
        super().__init__(
            Text(f"Bản đọc của “{name}” đã đóng: {state.vi}.", f"The reading of “{name}” is closed: {state.en}."),
            Text("Đọc lại văn bản nếu cần sửa.", "Read the document again if something has to be changed."),
        )


class CorrectedMeanwhile(Problem):
    """Somebody else changed an item while a person typed; what they wrote is shown, and nothing typed is lost."""

    code = "plans/corrected-meanwhile"

    def __init__(self, by: str, at: datetime, wrote: Text) -> None:
        when = f"{timezone.localtime(at):%H:%M %d/%m/%Y}"
        super().__init__(
            Text(
                f"{by} vừa thay đổi mục này lúc {when}. {wrote.vi}.", f"{by} changed this item at {when}. {wrote.en}."
            ),
            Text(
                "Những gì bạn nhập vẫn còn trong biểu mẫu: đối chiếu rồi lưu lại nếu vẫn cần.",
                "What you typed still stands in the form: compare, and save again if it is still needed.",
            ),
        )


class PlanNotReady(Faults):
    """A draft still has questions or faults; every one is listed with its line."""

    code = "plans/not-ready"

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        super().__init__(
            Text(
                f"“{name}” chưa thể thành kế hoạch: còn {len(faults)} điều phải trả lời hoặc sửa.",
                f"“{name}” cannot become a plan yet: {len(faults)} things have to be answered or corrected.",
            ),
            faults,
        )


class PlanInUse(Faults):
    """The unit has a plan of that year already, which a document never overwrites; the differences are listed."""

    code = "plans/plan-in-use"

    def __init__(self, unit: str, year: int, faults: Sequence[Fault]) -> None:
        super().__init__(
            Text(
                f"{unit} đã có kế hoạch năm {year}; văn bản này khác ở {len(faults)} chỗ và không ghi đè.",
                f"{unit} has a plan of {year} already; the document differs in {len(faults)} places, and overwrites "
                "nothing.",
            ),
            faults,
        )
        self.do = Text(
            "Ghi nhận thay đổi là điều chỉnh của kế hoạch đang dùng.",
            "Record what changed as an amendment of the plan in use.",
        )


class NothingUnderstood(Problem):
    """A file was read, but nothing in it looks like a plan."""

    code = "plans/nothing-understood"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                f"Không nhận ra phần nào của một kế hoạch trong “{name}”.", f"No part of a plan was found in “{name}”."
            ),
            Text(
                "Kiểm tra đúng tệp kế hoạch; tệp quét phải chuyển thành chữ trước.",
                "Check that it is the plan; a scan has to be turned into text first.",
            ),
        )


class NoSuchAnswer(Problem):
    """A question was answered with something that was not offered, or that cannot stand as it was read."""

    code = "plans/no-such-answer"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Câu hỏi này đã được trả lời hoặc không có lựa chọn đó.",
                "The question was answered, or has no such choice.",
            ),
            Text("Tải lại trang và chọn lại.", "Load the page again and choose anew."),
        )
