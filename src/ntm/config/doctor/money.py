"""The ledger: every balance worked out again from its transfers, every budget from its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ntm.config.doctor.findings import Finding, fine, serious
from ntm.core.quantities import written
from ntm.finance.models import Account, Budget, BudgetLine, Transfer
from ntm.finance.sources import CREDIT


def ledger() -> Iterator[Finding]:
    """Work every balance and every budget out again, in whole đồng."""
    moved: defaultdict[int, int] = defaultdict(int)
    for before, after, amount in Transfer.objects.values_list("before_id", "after_id", "amount_dong").iterator():
        moved[after] += amount
        if before is not None:
            moved[before] -= amount
    accounts = list(Account.objects.values_list("pk", "balance_dong"))
    wrong = [pk for pk, balance in accounts if balance != moved[pk]]
    budgets = list(_budgets_that_do_not_sum())
    do = (
        "Sổ vốn đã bị sửa ngoài chương trình; giữ nguyên, báo thanh tra, so với bản sao lưu.",
        "The ledger was edited from outside; leave it, tell the inspector, compare it with a backup.",
    )
    if wrong:
        yield serious(
            "ledger/balances-differ",
            (f"{len(wrong)} tài khoản vốn có số dư khác bút toán, đầu tiên #{wrong[0]}.",
             f"{len(wrong)} accounts have a balance that their transfers do not give, the first #{wrong[0]}."),
            do,
        )  # fmt: skip
    if budgets:
        yield serious(
            "ledger/budgets-do-not-sum",
            (
                f"Dự kiến vốn #{budgets[0]} không bằng tổng các dòng.",
                f"Budget #{budgets[0]} is not the sum of its lines.",
            ),
            do,
        )
    if not wrong and not budgets:
        total = written(sum(balance for _, balance in accounts))
        yield fine(
            "ledger/balanced",
            f"{len(accounts)} tài khoản vốn khớp bút toán, tổng {total} đồng.",
            f"{len(accounts)} accounts agree with their transfers, {total} đồng in all.",
        )


def _budgets_that_do_not_sum() -> Iterator[int]:
    lines: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for budget, source, amount in BudgetLine.objects.values_list("budget_id", "source", "amount_dong"):
        lines[budget][source == CREDIT] += amount
    for pk, total, credit in Budget.objects.filter(sealed=True).values_list("pk", "total_dong", "credit_dong"):
        if lines[pk] != [total, credit]:
            yield pk
