"""Whatever is booked, in whatever order: no đồng is made and none is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm.areas.models import Kind
from ntm.core.problems import Problem
from ntm.finance.models import Account, Transfer
from ntm.finance.selectors import capital_rows
from ntm.finance.services import Place, Slip, allocate, assign, carry_over, disburse, give_back, open_budget, settle
from tests.factories import NOON, make_province, make_unit

pytestmark = pytest.mark.django_db
SOURCES = ("programme/central/investment", "programme/integrated", "credit")
DAY = date(2024, 3, 1)
BY = {"by": "x", "at": NOON}
amounts = st.integers(1, 1_000_000)
steps = st.lists(
    st.tuples(st.sampled_from(["allocate", "assign", "disburse", "settle", "give_back", "carry_over"]),
              st.sampled_from(SOURCES), st.booleans(), st.integers(0, 7), amounts),
    max_size=12,
)  # fmt: skip


def book(units, step):
    """Do one step if it can be done; what is refused must leave no trace."""
    act, source, first, which, amount = step
    province, *districts = units
    district, slip = districts[first], Slip(amount, DAY)
    try:
        if act == "allocate":
            allocate(Place(province, source, 2024), district, slip, **BY)
        elif act == "assign":
            assign(Place(district, source, 2024), district, slip, **BY)
        elif act == "disburse":
            disburse(Place(district, source, 2024), slip, **BY)
        elif act == "settle":
            settle(Place(district, source, 2024), slip, **BY)
        else:
            accounts = list(Account.objects.select_related("unit", "work").order_by("pk"))
            account = accounts[which % len(accounts)]
            give_back(account, province, slip, **BY) if act == "give_back" else carry_over(account, slip, **BY)
    except Problem:
        return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(amounts, min_size=3, max_size=3), booked=steps)
def test_no_sequence_of_transfers_makes_or_loses_a_dong(db, lines, booked):
    from django.db import transaction

    with transaction.atomic():
        province = make_province()
        units = [province, *(make_unit(name, Kind.RURAL_DISTRICT, province) for name in ("Một", "Hai"))]
        opened = dict(zip(SOURCES, lines, strict=True))
        total = sum(lines) - opened["credit"]
        open_budget(province, 2024, opened, total_dong=total, document="x", on=DAY, **BY)
        for step in booked:
            book(units, step)

        balances = {
            row["source"]: row["sum"] for row in Account.objects.values("source").annotate(sum=Sum("balance_dong"))
        }
        assert balances == opened  # in all years and stages together
        for account in Account.objects.all():
            came = Transfer.objects.filter(after=account).aggregate(sum=Sum("amount_dong"))["sum"] or 0
            went = Transfer.objects.filter(before=account).aggregate(sum=Sum("amount_dong"))["sum"] or 0
            assert account.balance_dong == came - went >= 0
        rows = [row for year in (2024, 2025) for row in capital_rows(province, DAY, year)]
        assert sum(row.planned for row in rows if row.code == "programme") == total
        assert all(row.planned >= row.allocated >= row.assigned >= row.disbursed >= row.settled >= 0 for row in rows)
        transaction.set_rollback(True)
