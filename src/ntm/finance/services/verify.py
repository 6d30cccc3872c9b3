"""Working everything out again: what every account holds, every document's total, every paper's money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Sum

from ntm.core.problems import Fault, Faults, Text
from ntm.core.quantities import written, written_day
from ntm.finance import guards
from ntm.finance.models import Account, Act, Budget, BudgetKind, BudgetLine, Contribution, Stage, Transfer, Work
from ntm.finance.selectors.works import approved_on
from ntm.finance.sources import CREDIT

_SIGNS = {Act.OPEN: 1, Act.CONTRIBUTE: 1, Act.REDUCE: -1, Act.WITHDRAW: -1}


class LedgerDisagrees(Faults):
    """The ledger is not what its transfers and papers say; every disagreement is listed."""

    code = "finance/ledger-disagrees"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            Text(f"Sổ vốn lệch ở {len(faults)} chỗ.", f"The ledger disagrees in {len(faults)} places."), faults
        )
        self.do = Text(
            "Hãy giữ nguyên cơ sở dữ liệu và so với bản sao lưu gần nhất; ai đó đã ghi thẳng vào cơ sở dữ liệu.",
            "Leave the database as it is and compare it with the newest backup: somebody wrote to it directly.",
        )


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was worked out again, and agreed."""

    accounts: int
    transfers: int
    budgets: int
    contributions: int
    dong: int  # what came in from outside, less what left


def verify_ledger() -> Verified:
    """Work the whole ledger out again from its transfers and papers. Raises LedgerDisagrees."""
    checks = (_guards, _balances, _budgets, _contributions, _sources, _works)
    faults = [fault for check in checks for fault in check()]
    if faults:
        raise LedgerDisagrees(faults)
    at_the_border = (
        Transfer.objects.filter(act__in=_SIGNS).values_list("act").annotate(sum=Sum("amount_dong")).order_by()
    )
    return Verified(
        accounts=Account.objects.count(),
        transfers=Transfer.objects.count(),
        budgets=Budget.objects.count(),
        contributions=Contribution.objects.count(),
        dong=sum(_SIGNS[Act(act)] * dong for act, dong in at_the_border),
    )


def _fault(place: str, stated: int, found: int, what: Text) -> Fault:
    return Fault(
        place,
        what,
        Text(
            f"Ghi {written(stated)} đồng, tính lại {written(found)} đồng, lệch {written(abs(stated - found))} đồng.",
            f"Stated {written(stated, 'en')} đồng, worked out {written(found, 'en')}, "
            f"a difference of {written(abs(stated - found), 'en')}.",
        ),
    )


def _guards() -> Iterator[Fault]:
    for name in guards.missing(connection):
        yield Fault(
            name,
            Text("Thiếu ràng buộc này của cơ sở dữ liệu.", "This guard of the database is missing."),
            Text("Chạy `ntm migrate` sau khi đã kiểm tra sổ.", "Run `ntm migrate` once the ledger was looked through."),
        )


def _balances() -> Iterator[Fault]:
    """What an account holds is the sum of its transfers; at the end of no day is that less than nothing."""
    moved = _moved()
    for account in Account.objects.select_related("unit", "work").order_by("pk").iterator():
        days = moved[account.pk]
        held = sum(days.values())
        if account.balance_dong != held or held < 0:
            what = Text("Số dư khác tổng bút toán.", "The balance is not the sum of the transfers.")
            yield _fault(_place(account), account.balance_dong, held, what)
        if below := _first_below(days):
            yield _fault_of_a_day(_place(account), *below)


def _moved() -> dict[int, dict[date, int]]:
    """Return what each account gained on each day, by its id; two queries."""
    moved: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    for end, sign in (("after", 1), ("before", -1)):
        ends = Transfer.objects.exclude(**{end: None}).order_by()
        for pk, day, dong in ends.values_list(f"{end}_id", "on").annotate(dong=Sum("amount_dong")):
            moved[pk][day] += sign * dong
    return moved


def _fault_of_a_day(place: str, day: date, dong: int) -> Fault:
    return Fault(
        place,
        Text(
            f"Cuối ngày {written_day(day)} tài khoản âm {written(-dong)} đồng.",
            f"At the end of {written_day(day)} it is {written(-dong, 'en')} đồng below nothing.",
        ),
        Text("Tìm bút toán rút vốn ghi sớm hơn ngày vốn đến.", "Look for a transfer dated before the money came."),
    )


def _first_below(days: Mapping[date, int]) -> tuple[date, int] | None:
    """Return the first day at whose end the sum of what moved is below 0, with that sum."""
    held = 0
    for day in sorted(days):
        held += days[day]
        if held < 0:
            return day, held
    return None


def _budgets() -> Iterator[Fault]:
    """Each sealed document is the sum of its lines, and each line was booked once, as it stands."""
    sums: dict[tuple[int, bool], int] = defaultdict(int)
    for number, source, dong in BudgetLine.objects.values_list("budget_id", "source", "amount_dong"):
        sums[number, source == CREDIT] += dong
    for budget in Budget.objects.filter(sealed=True).select_related("unit").order_by("pk"):
        for stated, is_credit in ((budget.total_dong, False), (budget.credit_dong, True)):
            if stated != sums[budget.pk, is_credit]:
                what = Text("Tổng khác các nguồn cộng lại.", "The total is not the sum of its sources.")
                yield _fault(f"{budget.unit} {budget.document}", stated, sums[budget.pk, is_credit], what)
    booked = {one.line_id: one for one in Transfer.objects.filter(line__isnull=False)}
    for line in BudgetLine.objects.filter(budget__sealed=True, amount_dong__gt=0).select_related("budget__unit"):
        act = Act.REDUCE if line.budget.kind == BudgetKind.REDUCTION else Act.OPEN
        found = booked.get(line.pk)
        if found is None or found.amount_dong != line.amount_dong or found.act != act:
            what = Text("Dòng dự toán chưa được ghi đúng vào sổ.", "A line of a budget was not booked as it stands.")
            place = f"{line.budget.unit} {line.budget.document} {line.source}"
            yield _fault(place, line.amount_dong, found.amount_dong if found else 0, what)


def _contributions() -> Iterator[Fault]:
    """What a contribution counts for stands in the ledger, and nothing of one without a value or withdrawn."""
    booked: dict[int, int] = defaultdict(int)
    for number, act, dong in Transfer.objects.filter(contribution__isnull=False).values_list(
        "contribution_id", "act", "amount_dong"
    ):
        booked[number] += _SIGNS[Act(act)] * dong
    for gift in Contribution.objects.select_related("unit").order_by("pk").iterator():
        expected = 0 if gift.withdrawn_on else gift.value_dong or 0
        if booked[gift.pk] != expected:
            what = Text("Khoản đóng góp khác số đã ghi sổ.", "A contribution is not what was booked.")
            yield _fault(f"{gift.unit} {gift.giver} #{gift.pk}", expected, booked[gift.pk], what)


def _sources() -> Iterator[Fault]:
    """Of each source and budget year, what stands in accounts is what came in less what left."""
    came: dict[tuple[str, int], int] = defaultdict(int)
    for end, acts in (("after", (Act.OPEN, Act.CONTRIBUTE)), ("before", (Act.REDUCE, Act.WITHDRAW))):
        crossed = Transfer.objects.filter(act__in=acts).order_by()
        for source, year, act, dong in crossed.values_list(
            f"{end}__source", f"{end}__budget_year", "act", "amount_dong"
        ):
            came[source, year] += _SIGNS[Act(act)] * dong
    held = Account.objects.order_by().values_list("source", "budget_year").annotate(dong=Sum("balance_dong"))
    for source, year, dong in held:
        if dong != came[source, year]:
            what = Text("Tiền trong các tài khoản khác số đã vào sổ.", "The accounts do not hold what came in.")
            yield _fault(f"{source} {year}", dong, came[source, year], what)


def _works() -> Iterator[Fault]:
    """A work has at most its approved total, unless some transfer names the decision that lets it have more."""
    allowed = set(
        Transfer.objects.exclude(exceeds_by="")
        .filter(after__work__isnull=False)
        .values_list("after__work_id", flat=True)
    )
    held = Account.objects.filter(work__isnull=False, stage__gte=Stage.ASSIGNED).order_by().values_list("work_id")
    funded = dict(held.annotate(dong=Sum("balance_dong")))
    approved = approved_on(funded, date.max)
    for work in Work.objects.filter(pk__in=funded).order_by("code"):
        if funded[work.pk] > approved.get(work.pk, 0) and work.pk not in allowed:
            what = Text("Vốn đã giao vượt tổng mức được duyệt.", "More is assigned than was approved.")
            yield _fault(work.code, approved.get(work.pk, 0), funded[work.pk], what)


def _place(account: Account) -> str:
    work = f" {account.work.code}" if account.work else ""
    return f"#{account.pk} {account.unit}{work} {account.source} {account.year} {account.stage}"
