"""What can go wrong with the papers that bring money in or take it out: budgets, contributions, files."""

from __future__ import annotations

from datetime import date

from ntm.areas.models import Unit
from ntm.core.problems import Problem, Text
from ntm.core.quantities import written, written_day
from ntm.finance.models import Contribution, LedgerFile, Work
from ntm.finance.sources import Source


class NotOpened(Problem):
    """A document adds to a year that was never opened."""

    code = "finance/not-opened"

    def __init__(self, unit: Unit, year: int) -> None:
        super().__init__(
            Text(
                f"{unit.name} chưa có dự toán đầu năm {year} để bổ sung hay điều chỉnh.",
                f"{unit.name} has no capital of {year} yet that could be added to or reduced.",
            ),
            Text("Ghi dự toán đầu năm trước.", "Open the year first."),
        )


class NoLines(Problem):
    """A document states no amount at all."""

    code = "finance/no-lines"

    def __init__(self) -> None:
        super().__init__(
            Text("Văn bản không nêu số tiền nào.", "The document states no amount."),
            Text("Ghi số tiền của ít nhất một nguồn.", "Write the amount of at least one source."),
        )


class ExpectedElsewhere(Problem):
    """A unit above or below already expects money of the same source: it would be counted twice."""

    code = "finance/expected-elsewhere"

    def __init__(self, source: Source, unit: Unit, dong: int) -> None:
        super().__init__(
            Text(
                f"{unit.name} đã ghi {written(dong)} đồng nguồn “{source.name.vi}” trong năm; ghi thêm ở đây có thể "
                "tính hai lần.",
                f"{unit.name} already expects {written(dong, 'en')} đồng of “{source.name.en}” in the year; it might "
                "be counted twice.",
            ),
            Text(
                "Nếu số này nằm trong số đó thì phân bổ từ đơn vị ấy; nếu là vốn ngoài số đó thì xác nhận ở cuối biểu.",
                "If it is part of that, allocate it from there; if it comes beside it, say so at the end of the form.",
            ),
        )


class ReducedTooMuch(Problem):
    """More is to be taken from the year than stands unallocated."""

    code = "finance/reduced-too-much"

    def __init__(self, source: Source, asked: int, there: int) -> None:
        short = asked - there
        super().__init__(
            Text(
                f"Nguồn “{source.name.vi}” còn {written(there)} đồng chưa phân bổ, không đủ để giảm "
                f"{written(asked)} đồng.",
                f"“{source.name.en}” has {written(there, 'en')} đồng not allocated, less than the reduction of "
                f"{written(asked, 'en')}.",
            ),
            Text(
                f"Thu hồi {written(short)} đồng đã phân bổ về trước, rồi ghi điều chỉnh giảm.",
                f"Take {written(short, 'en')} đồng that were allocated back first, then book the reduction.",
            ),
        )


class ComesByContribution(Problem):
    """A source of contributions is to be allocated, though nobody has given it yet."""

    code = "finance/comes-by-contribution"

    def __init__(self, source: Source) -> None:
        super().__init__(
            Text(
                f"Nguồn “{source.name.vi}” mới là dự kiến huy động, không phân bổ được.",
                f"“{source.name.en}” is what one hopes to be given; it cannot be allocated.",
            ),
            Text(
                "Ghi từng khoản đã huy động vào sổ đóng góp.",
                "Enter what was given in the register of contributions.",
            ),
        )


class MoreThanApproved(Problem):
    """A work would have more capital than its approved total."""

    code = "finance/more-than-approved"

    def __init__(self, work: Work, approved: int, asked: int, there: int) -> None:
        left = max(0, approved - there)
        super().__init__(
            Text(
                f"“{work.name}” được duyệt {written(approved)} đồng, đã có {written(there)} đồng; thêm "
                f"{written(asked)} đồng là vượt tổng mức.",
                f"“{work.name}” was approved for {written(approved, 'en')} đồng and has "
                f"{written(there, 'en')}; {written(asked, 'en')} more would exceed it.",
            ),
            Text(
                f"Giao tối đa {written(left)} đồng, hoặc nêu quyết định cho vượt tổng mức được duyệt.",
                f"Assign at most {written(left, 'en')} đồng, or name the decision that lets it exceed.",
            ),
        )


class AlreadyValued(Problem):
    """A contribution has its value already, or was withdrawn."""

    code = "finance/contribution-settled"

    def __init__(self, gift: Contribution) -> None:
        super().__init__(
            Text(
                f"Khoản đóng góp của {gift.giver} đã được quy đổi hoặc đã rút.",
                f"What {gift.giver} gave was valued already, or withdrawn.",
            ),
            Text("Rút khoản này rồi ghi lại, nếu ghi sai.", "Withdraw it and enter it again if it was wrong."),
        )


class NoRate(Problem):
    """No decision says what a day of labour or a square metre counts for on a day."""

    code = "finance/no-rate"

    def __init__(self, gift: Contribution) -> None:
        super().__init__(
            Text(
                f"Chưa có đơn giá quy đổi {gift.measure} cho {gift.unit.name} ngày {written_day(gift.on)}.",
                f"There is no rate for {gift.measure} in {gift.unit.name} on {written_day(gift.on)}.",
            ),
            Text(
                "Thêm đơn giá kèm quyết định, rồi quy đổi lại.",
                "Add a rate with its decision, then convert again.",
            ),
        )


class RateKnown(Problem):
    """A rate for the same unit, form and day stands already."""

    code = "finance/rate-known"

    def __init__(self, unit: Unit, day: date, decision: str) -> None:
        super().__init__(
            Text(
                f"{unit.name} đã có đơn giá từ ngày {written_day(day)} theo {decision}.",
                f"{unit.name} already has a rate from {written_day(day)}, after {decision}.",
            ),
            Text(
                "Đơn giá đã ghi không sửa; ghi đơn giá mới từ ngày hiệu lực của quyết định mới.",
                "A rate is not changed; add a new one from the day of the new decision.",
            ),
        )


class FileKnown(Problem):
    """A workbook with the same rows was taken in before."""

    code = "finance/file-known"

    def __init__(self, file: LedgerFile) -> None:
        super().__init__(
            Text(
                f"Nội dung này đã được nhập từ tệp “{file.name}” ngày {written_day(file.made_at.date())}.",
                f"The same rows were taken in from “{file.name}” on {written_day(file.made_at.date())}.",
            ),
            Text("Không cần nhập lại; xem sổ bút toán.", "There is nothing to take in again; see the journal."),
        )


class WorkbookRefused(Problem):
    """A file is no workbook of transfers that can be read."""

    code = "finance/workbook-refused"

    def __init__(self, name: str, why: Text) -> None:
        super().__init__(
            Text(f"Không đọc được “{name}”: {why.vi}.", f"“{name}” cannot be read: {why.en}."),
            Text("Hãy tải biểu mẫu mới, điền rồi nạp lại.", "Download a new template, fill it in, upload it again."),
        )
