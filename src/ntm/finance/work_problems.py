"""What can go wrong with a work, and what to do."""

from __future__ import annotations

from datetime import date

from ntm.core.problems import Problem, Text
from ntm.core.quantities import written, written_day
from ntm.finance.models import State, Work


class SourcesDoNotSum(Problem):
    """The planned capital of a work by source does not sum to its approved total."""

    code = "finance/sources-do-not-sum"

    def __init__(self, total: int, summed: int) -> None:
        apart = abs(total - summed)
        super().__init__(
            Text(
                f"Tổng mức được duyệt là {written(total)} đồng nhưng các nguồn cộng lại là {written(summed)} đồng, "
                f"lệch {written(apart)} đồng.",
                f"The approved total is {written(total, 'en')} đồng but the sources sum to {written(summed, 'en')}, "
                f"a difference of {written(apart, 'en')}.",
            ),
            Text(
                "Đối chiếu từng nguồn với quyết định; nếu quyết định không nêu nguồn thì để trống mọi nguồn.",
                "Compare each source with the decision; leave all empty where the decision names none.",
            ),
        )


class ApprovedThatDay(Problem):
    """A work already has a decision of that day."""

    code = "finance/approved-that-day"

    def __init__(self, work: Work, on: date) -> None:
        super().__init__(
            Text(
                f"“{work.name}” đã có quyết định ngày {written_day(on)}.",
                f"“{work.name}” already has a decision of {written_day(on)}.",
            ),
            Text(
                "Nếu quyết định đó ghi sai, hãy bỏ nó rồi ghi lại; nếu là quyết định khác, kiểm tra lại ngày.",
                "Set that decision aside if it was typed wrongly; otherwise check the day.",
            ),
        )


class SealedAlready(Problem):
    """The sources of a decision are named already."""

    code = "finance/sources-named-already"

    def __init__(self) -> None:
        super().__init__(
            Text("Quyết định này đã có cơ cấu nguồn vốn.", "The sources of this decision are named already."),
            Text("Ghi quyết định điều chỉnh, hoặc bỏ quyết định ghi sai.", "Enter an adjustment, or set it aside."),
        )


class ChangedMeanwhile(Problem):
    """Somebody corrected the work between reading and writing."""

    code = "finance/work-changed-meanwhile"

    def __init__(self, work: Work) -> None:
        super().__init__(
            Text(f"Có người vừa sửa “{work.name}”.", f"Somebody has just corrected “{work.name}”."),
            Text(
                "Xem lại các thông tin mới ở trang công trình rồi sửa lại nếu còn cần.",
                "Look at the work as it is now, and correct it again if that is still needed.",
            ),
        )


class NoSuchStep(Problem):
    """A work does not go from one state to the other."""

    code = "finance/no-such-step"

    def __init__(self, work: Work, before: State, after: State) -> None:
        super().__init__(
            Text(
                f"“{work.name}” đang ở trạng thái “{before.label}”, không chuyển được sang “{after.label}”.",
                f"“{work.name}” is “{before.words.en}”, from which it does not become “{after.words.en}”.",
            ),
            Text(
                "Hoàn thành, bàn giao được ghi bằng biên bản nghiệm thu; công trình tạm dừng phải thi công lại trước.",
                "Finishing and handing over are entered as acceptances; a suspended work is resumed first.",
            ),
        )


class PlanExceedsArrears(Problem):
    """More is planned to be paid than is owed."""

    code = "finance/plan-exceeds-arrears"

    def __init__(self, work: Work, on: date, most: int) -> None:
        super().__init__(
            Text(
                f"Nợ đọng của “{work.name}” đến {written_day(on)} chỉ còn {written(most)} đồng chưa có kế hoạch trả.",
                f"Of the arrears of “{work.name}” on {written_day(on)}, only {written(most, 'en')} đồng are not "
                "planned for.",
            ),
            Text(f"Ghi tối đa {written(most)} đồng.", f"Write at most {written(most, 'en')} đồng."),
        )


class NotFinishedYet(Problem):
    """Maintenance is planned for a work that is still being built."""

    code = "finance/not-finished-yet"

    def __init__(self, work: Work) -> None:
        super().__init__(
            Text(f"“{work.name}” chưa hoàn thành.", f"“{work.name}” is not finished."),
            Text(
                "Ghi nghiệm thu hoàn thành hoặc bàn giao trước, rồi lập kế hoạch bảo trì.",
                "Enter the acceptance of the whole or the handover first, then plan its maintenance.",
            ),
        )


class AnotherWorkHasThisCode(Problem):
    """A code is given to one work only."""

    code = "finance/work-code-taken"

    def __init__(self, code: str) -> None:
        super().__init__(
            Text(f"Đã có công trình mã “{code}”.", f"There is a work with the code “{code}” already."),
            Text("Dùng mã khác, hoặc mở công trình đó.", "Use another code, or open that work."),
        )
