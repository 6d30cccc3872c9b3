"""What is refused about plans, and what to do instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ntm.areas.models import Unit
from ntm.core.problems import Fault, Faults, Problem, Text
from ntm.core.quantities import written_day


class PlanWouldLose(Faults):
    """A changed file leaves out or rewrites what other things rest on; each is listed."""

    code = "plans/would-lose"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            Text(
                "Nội dung mới làm mất những phần của kế hoạch đang được dùng.",
                "What is new would lose parts of the plan that others rest on.",
            ),
            faults,
        )


class PlanExists(Problem):
    """The unit or office has a plan of that year already."""

    code = "plans/exists"

    def __init__(self, owner: Text, year: int) -> None:
        super().__init__(
            Text(f"{owner.vi} đã có kế hoạch năm {year}.", f"{owner.en} has a plan of {year} already."),
            Text("Hãy mở kế hoạch đó để viết tiếp hoặc lập điều chỉnh.", "Open it to go on, or to amend it."),
        )


class PlanIsIssued(Problem):
    """An issued plan is not edited: an amendment changes it."""

    code = "plans/issued"

    def __init__(self) -> None:
        super().__init__(
            Text("Kế hoạch đã ban hành nên không sửa trực tiếp.", "The plan is issued, so it is not edited."),
            Text("Hãy lập một điều chỉnh kế hoạch.", "Write an amendment."),
        )


class PlanIsDraft(Problem):
    """A draft is edited as it is, and nothing is recorded or amended yet."""

    code = "plans/draft"

    def __init__(self) -> None:
        super().__init__(
            Text("Kế hoạch còn là dự thảo.", "The plan is a draft."),
            Text("Hãy sửa thẳng trên dự thảo, hoặc ban hành trước.", "Edit the draft itself, or issue it first."),
        )


class NothingPlanned(Problem):
    """A plan without a clause cannot be issued."""

    code = "plans/nothing-planned"

    def __init__(self) -> None:
        super().__init__(
            Text("Kế hoạch chưa có nhiệm vụ nào.", "The plan has no clause."),
            Text("Hãy thêm ít nhất một nhiệm vụ rồi ban hành.", "Add one at least, then issue it."),
        )


class ReferenceTaken(Problem):
    """Two clauses of a plan cannot bear the same reference."""

    code = "plans/reference-taken"

    def __init__(self, reference: str) -> None:
        super().__init__(
            Text(f"Kế hoạch đã có điểm {reference}.", f"The plan has a clause {reference} already."),
            Text("Hãy dùng số điểm khác.", "Use another reference."),
        )


class ClauseInUse(Problem):
    """Others rest on a clause."""

    code = "plans/clause-in-use"

    def __init__(self, reference: str, why: Text) -> None:
        super().__init__(
            Text(f"Không thể xóa điểm {reference}: {why.vi}.", f"Clause {reference} cannot be deleted: {why.en}."),
            Text("Hãy giữ lại điểm này.", "Keep the clause."),
        )


class NotAbove(Problem):
    """A clause serves only clauses of issued plans above it."""

    code = "plans/not-above"

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Điểm được chọn không thuộc kế hoạch cấp trên đã ban hành.",
                "The clause chosen is not of an issued plan above.",
            ),
            Text("Hãy chọn một điểm trong danh sách.", "Choose one of the list."),
        )


class NotTheirTask(Problem):
    """A body tells only of clauses that it leads or supports."""

    code = "plans/not-their-task"

    def __init__(self, doer: Text, reference: str) -> None:
        super().__init__(
            Text(
                f"{doer.vi} không được phân công ở điểm {reference}.",
                f"{doer.en} has no duty in clause {reference}.",
            ),
            Text("Hãy chọn cơ quan được phân công.", "Choose a body that has one."),
        )


class WrongDay(Problem):
    """A day lies before or after what it may."""

    code = "plans/wrong-day"

    def __init__(self, what: Text, earliest: date | None = None, latest: date | None = None) -> None:
        days = [
            *([f"từ {written_day(earliest)}"] if earliest else []),
            *([f"đến {written_day(latest)}"] if latest else []),
        ]
        english = [
            *([f"from {written_day(earliest)}"] if earliest else []),
            *([f"until {written_day(latest)}"] if latest else []),
        ]
        super().__init__(
            Text(f"{what.vi} không hợp lệ.", f"{what.en} is not right."),
            Text(f"Hãy chọn ngày {' '.join(days)}.", f"Choose a day {' '.join(english)}."),
        )


class AmendmentIsOpen(Problem):
    """One amendment of a plan is written at a time."""

    code = "plans/amendment-open"

    def __init__(self) -> None:
        super().__init__(
            Text("Kế hoạch đang có một điều chỉnh chưa ban hành.", "An amendment of the plan is being written."),
            Text("Hãy viết tiếp điều chỉnh đó, hoặc hủy nó.", "Go on with it, or discard it."),
        )


class NoAmendmentOpen(Problem):
    """An issued plan is changed through an amendment that is being written."""

    code = "plans/no-amendment-open"

    def __init__(self) -> None:
        super().__init__(
            Text("Chưa có điều chỉnh nào đang viết.", "No amendment is being written."),
            Text("Hãy lập điều chỉnh kế hoạch trước.", "Begin an amendment first."),
        )


class AmendmentIsIssued(Problem):
    """An issued amendment is never changed."""

    code = "plans/amendment-issued"

    def __init__(self) -> None:
        super().__init__(
            Text("Điều chỉnh này đã ban hành.", "This amendment is issued."),
            Text("Hãy lập một điều chỉnh mới.", "Begin another."),
        )


class NothingChanged(Problem):
    """An amendment that changes nothing cannot be issued."""

    code = "plans/nothing-changed"

    def __init__(self) -> None:
        super().__init__(
            Text("Điều chỉnh chưa thay đổi nội dung nào.", "The amendment changes nothing yet."),
            Text("Hãy thêm ít nhất một thay đổi.", "Add one change at least."),
        )


class NotOneToWrite(Problem):
    """Only the lowest lines of capital are written; the others are their sums."""

    code = "plans/sum-of-parts"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(f"“{name}” là tổng của các dòng dưới nó.", f"“{name}” is the sum of the lines below it."),
            Text("Hãy ghi vào các dòng thành phần.", "Write its parts."),
        )


class UnitNotThatDay(Problem):
    """A unit is registered only on a day on which it exists."""

    code = "plans/unit-not-that-day"

    def __init__(self, unit: Unit, day: date) -> None:
        super().__init__(
            Text(
                f"Ngày {written_day(day)} không có {unit.name}.", f"{unit.name} does not exist on {written_day(day)}."
            ),
            Text("Hãy chọn đơn vị có trong ngày đó.", "Choose a unit of that day."),
        )


class NoSuchLevel(Problem):
    """Such a unit has no criteria set of that level."""

    code = "plans/no-such-level"

    def __init__(self, unit: Unit, level: Text) -> None:
        super().__init__(
            Text(
                f"{unit.name} không có bộ tiêu chí “{level.vi}” trong kỳ này.",
                f"{unit.name} has no criteria set “{level.en}” at that time.",
            ),
            Text("Hãy chọn mức khác.", "Choose another level."),
        )


class AlreadyRegistered(Problem):
    """The unit is registered for that level already."""

    code = "plans/already-registered"

    def __init__(self, unit: Unit, level: Text) -> None:
        super().__init__(
            Text(f"{unit.name} đã đăng ký “{level.vi}”.", f"{unit.name} is registered for “{level.en}” already."),
            Text("Không cần đăng ký lại.", "There is nothing more to do."),
        )


class NotNow(Problem):
    """A registration in this state cannot be confirmed, returned or taken out."""

    code = "plans/not-now"

    def __init__(self, state: Text) -> None:
        super().__init__(
            Text(f"Đăng ký đang ở trạng thái “{state.vi}”.", f"The registration is “{state.en}”."),
            Text("Hãy tải lại trang để xem trạng thái mới nhất.", "Load the page again to see how it stands."),
        )


class ReasonMissing(Problem):
    """What is returned or taken out needs a reason."""

    code = "plans/reason-missing"

    def __init__(self) -> None:
        super().__init__(
            Text("Chưa ghi lý do.", "No reason is given."),
            Text("Hãy ghi lý do để đơn vị biết cần làm gì.", "Say why, so that the unit knows what to do."),
        )
