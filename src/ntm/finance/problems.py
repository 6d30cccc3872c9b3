"""What can go wrong with money and works, and what to do."""

from __future__ import annotations

from datetime import date

from ntm.core.problems import Problem, Text
from ntm.core.quantities import written, written_day
from ntm.finance.models import Account, Budget, Stage, Work


class PartsDoNotSum(Problem):
    """The lines of a budget do not sum to what its document states."""

    code = "finance/parts-do-not-sum"

    def __init__(self, stated: int, summed: int) -> None:
        apart = abs(stated - summed)
        super().__init__(
            Text(
                f"Văn bản ghi tổng {written(stated)} đồng nhưng các nguồn cộng lại là {written(summed)} đồng, "
                f"lệch {written(apart)} đồng.",
                f"The document states {written(stated, 'en')} đồng but the sources sum to {written(summed, 'en')}, "
                f"a difference of {written(apart, 'en')}.",
            ),
            Text(
                "Đối chiếu từng nguồn với văn bản rồi nhập lại.",
                "Compare each source with the document, then enter it again.",
            ),
        )


class BudgetSealed(Problem):
    """A unit's budget of a year is there already."""

    code = "finance/budget-sealed"

    def __init__(self, budget: Budget) -> None:
        super().__init__(
            Text(
                f"{budget.unit.name} đã có dự kiến vốn năm {budget.year} theo {budget.document}.",
                f"{budget.unit.name} already has its capital of {budget.year}, after {budget.document}.",
            ),
            Text(
                "Vốn bổ sung hay điều chỉnh được ghi bằng bút toán, không sửa dự kiến.",
                "Record what was added or changed as transfers; the budget itself stays.",
            ),
        )


class NotEnough(Problem):
    """More is to be moved than there is."""

    code = "finance/not-enough"

    def __init__(self, unit: str, source: Text, stage: Stage, asked: int, there: int) -> None:
        super().__init__(
            Text(
                f"{unit}: nguồn {source.vi} ở bước “{stage.label}” còn {written(there)} đồng, không đủ "
                f"{written(asked)} đồng.",
                f"{unit}: {source.en} at the stage “{stage.words.en}” holds {written(there, 'en')} đồng, "
                f"less than {written(asked, 'en')}.",
            ),
            Text(
                f"Ghi tối đa {written(there)} đồng, hoặc ghi bước trước đó trước.",
                f"Move at most {written(there, 'en')} đồng, or record the step before first.",
            ),
        )


class DayToCome(Problem):
    """The ledger keeps what has happened."""

    code = "finance/day-to-come"

    def __init__(self, on: date, latest: date) -> None:
        super().__init__(
            Text(f"Ngày {written_day(on)} chưa tới.", f"{written_day(on)} has not come yet."),
            Text(f"Chọn ngày đến {written_day(latest)}.", f"Choose a day to {written_day(latest)}."),
        )


class NotThereYet(Problem):
    """Money would leave an account on a day before it came, or before a day on which it is used up."""

    code = "finance/not-there-yet"

    def __init__(
        self, unit: str, source: Text, stage: Stage, *, asked: int, on: date, there: int, enough: date | None
    ) -> None:
        day = written_day(on)
        where = Text(
            f"{unit}: nguồn {source.vi} ở bước “{stage.label}”",
            f"{unit}: {source.en} at the stage “{stage.words.en}”",
        )
        what = (
            Text(
                f"{where.vi} ngày {day} chỉ có {written(there)} đồng, không đủ {written(asked)} đồng.",
                f"{where.en} held {written(there, 'en')} đồng on {day}, less than {written(asked, 'en')}.",
            )
            if there < asked
            else Text(
                f"{where.vi} từ ngày {day} đã được dùng cho các bút toán sau, không còn đủ {written(asked)} đồng.",
                f"{where.en} was used by transfers after {day}: less than {written(asked, 'en')} đồng is left.",
            )
        )
        do = (
            Text(f"Chọn ngày từ {written_day(enough)} trở đi.", f"Choose {written_day(enough)} or a later day.")
            if enough
            else Text("Ghi số tiền nhỏ hơn.", "Move less.")
        )
        super().__init__(what, do)


class WrongWay(Problem):
    """A transfer does not follow the stages."""

    code = "finance/wrong-way"

    def __init__(self, act: str, account: Account) -> None:
        stage = Stage(account.stage)
        super().__init__(
            Text(
                f"Không thể {act} từ bước “{stage.label}”.", f"“{act}” does not begin at the stage “{stage.words.en}”."
            ),
            Text(
                "Thứ tự là: phân bổ, giao vốn, giải ngân, quyết toán; thu hồi đi ngược một bước.",
                "The order is allocate, assign, disburse, settle; giving back goes one step back.",
            ),
        )


class NothingToMove(Problem):
    """An amount is zero, negative, or no whole đồng."""

    code = "finance/nothing-to-move"

    def __init__(self, typed: str) -> None:
        super().__init__(
            Text(f"Số tiền “{typed}” không dùng được.", f"The amount “{typed}” cannot be used."),
            Text(
                "Ghi số triệu đồng lớn hơn 0, nhiều nhất sáu chữ số lẻ (đến từng đồng).",
                "Write an amount of million đồng above 0, with at most six decimals (to the đồng).",
            ),
        )


class BackwardsProgress(Problem):
    """A work would have less accepted volume than before."""

    code = "finance/backwards-progress"

    def __init__(self, work: Work, before: int) -> None:
        super().__init__(
            Text(
                f"“{work.name}” đã nghiệm thu {written(before)} đồng; lũy kế không thể giảm.",
                f"“{work.name}” already has {written(before, 'en')} đồng accepted; the total cannot fall.",
            ),
            Text(
                "Ghi giá trị nghiệm thu lũy kế từ đầu, không phải của riêng kỳ này.",
                "Write what was accepted since the beginning, not in this period alone.",
            ),
        )
