"""Capital is opened once, moved along its stages, and never made or lost: by services and by the database alike."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from ntm.areas.models import Kind
from ntm.audit.models import Entry
from ntm.finance.models import Account, Budget, BudgetKind, BudgetLine, Stage, Transfer
from ntm.finance.problems import BudgetSealed, NotEnough, NothingToMove, NotThereYet, PartsDoNotSum, WrongWay
from ntm.finance.selectors import capital_rows, disbursement_by_unit
from ntm.finance.services import Place, Slip, allocate, assign, carry_over, disburse, give_back, keep_budget, settle
from ntm.finance.sources import NoSourcesThatYear, UnknownSource, leaf, sources_in
from tests.factories import NOON, make_province, make_unit

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
# Section IV of the plan of 2024, in million đồng.
PLAN = {
    "programme/central/investment": 184_155,
    "programme/central/recurrent": 47_501,
    "programme/local/province/investment": 120_000,
    "programme/local/province/recurrent": 96_750,
    "programme/local/district/investment": 430_000,
    "programme/local/district/recurrent": 20_000,
    "programme/local/commune/investment": 15_000,
    "programme/integrated": 450_000,
    "programme/contributions": 380_000,
    "credit": 12_000_000,
}
TOTAL = 1_743_406
CENTRAL = "programme/central/investment"
DAY, LATER = date(2024, 3, 1), date(2024, 9, 30)
BY = {"by": "van-phong", "at": NOON}


def dong(lines):
    return {source: amount * MILLION for source, amount in lines.items()}


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def district(province):
    return make_unit("Võ Nhai", Kind.RURAL_DISTRICT, province, code="170")


def opened(province, lines=PLAN, total=TOTAL):
    return keep_budget(
        province, 2024, dong(lines), total_dong=total * MILLION, document="Kế hoạch năm 2024", on=DAY, **BY
    )


def slip(amount, on=DAY):
    return Slip(amount * MILLION, on)


def rows_of(unit, day=LATER, year=2024):
    return {row.code: row for row in capital_rows(unit, day, year)}


def test_the_plans_capital_is_opened_to_the_dong(province):
    opened(province)
    rows = rows_of(province)
    assert rows["programme"].planned == 1_743_406_000_000
    assert rows["programme/central"].planned == 231_656_000_000
    assert rows["programme/local"].planned == 681_750_000_000
    assert rows["programme/local/province"].planned == 216_750_000_000
    assert rows["credit"].planned == 12_000_000_000_000


@pytest.mark.parametrize("source", [source for source in PLAN if source != "credit"])
@pytest.mark.parametrize("off", [-1, 1])
def test_one_million_too_few_or_many_in_any_source_is_refused(province, source, off):
    with pytest.raises(PartsDoNotSum, match=r"lệch 1\.000\.000 đồng"):
        opened(province, PLAN | {source: PLAN[source] + off})
    assert not Budget.objects.exists()


def test_1743405_never_stands_for_1743406(province):
    with pytest.raises(PartsDoNotSum):
        opened(province, total=1_743_405)


def test_the_database_refuses_to_seal_a_total_that_is_not_the_sum(province):
    budget = Budget.objects.create(unit=province, year=2024, total_dong=1_743_405 * MILLION, document="x")
    lines = [(source, amount * MILLION) for source, amount in PLAN.items() if source != "credit"]
    BudgetLine.objects.bulk_create(BudgetLine(budget=budget, source=key, amount_dong=amount) for key, amount in lines)
    with pytest.raises(DatabaseError, match="a_budget_is_the_sum_of_its_lines"), transaction.atomic():
        Budget.objects.filter(pk=budget.pk).update(sealed=True)
    Budget.objects.filter(pk=budget.pk).update(total_dong=TOTAL * MILLION)
    assert Budget.objects.filter(pk=budget.pk).update(sealed=True) == 1


RAW = [
    ("UPDATE finance_budget SET total_dong = total_dong - 1", "a_sealed_budget_stays"),
    ("UPDATE finance_budget SET sealed = {false}", "a_sealed_budget_stays"),
    ("DELETE FROM finance_budgetline", "a_line_of_a_sealed_budget_is_kept"),
    ("UPDATE finance_budgetline SET amount_dong = amount_dong + 1", "a_line_of_a_sealed_budget_stays"),
    ("UPDATE finance_account SET balance_dong = balance_dong + 1", "a_balance_is_what_its_transfers_say"),
    ("UPDATE finance_transfer SET amount_dong = amount_dong + 1", "a_transfer_stays"),
    ("DELETE FROM finance_transfer", "a_transfer_is_kept"),
]


@pytest.mark.parametrize(("statement", "rule"), RAW)
def test_raw_statements_cannot_bend_the_ledger(province, statement, rule):
    opened(province)
    false = "false" if connection.vendor == "postgresql" else "0"
    with pytest.raises(DatabaseError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(false=false))


def test_money_cannot_be_opened_beside_the_budget(province):
    opened(province)
    account = Account.objects.create(
        year=2024, budget_year=2024, source="programme/local/commune/recurrent", unit=province, stage=Stage.EXPECTED
    )
    fields = {"act": "open", "on": DAY, "after": account, "made_by": "x", "made_at": NOON}
    with pytest.raises(DatabaseError, match="an_opening_is_a_line_of_a_sealed_budget"), transaction.atomic():
        Transfer.objects.create(amount_dong=5, **fields)
    known = Account.objects.get(source=CENTRAL)
    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.create(amount_dong=known.balance_dong, **fields | {"after": known})


def test_an_account_cannot_begin_with_money(province):
    fields = {"year": 2024, "budget_year": 2024, "source": CENTRAL, "unit": province, "stage": Stage.ASSIGNED}
    with pytest.raises(DatabaseError, match="an_account_begins_empty"), transaction.atomic():
        Account.objects.create(balance_dong=5, **fields)


def test_money_goes_from_stage_to_stage_and_counts_in_each_it_has_reached(province, district):
    opened(province)
    place = Place(province, CENTRAL, 2024)
    allocate(place, district, slip(1_000), **BY)
    there = Place(district, CENTRAL, 2024)
    assign(there, district, slip(600), **BY)
    disburse(there, slip(400), **BY)
    settle(there, slip(100), **BY)
    row = rows_of(province)[CENTRAL]
    reached = [amount // MILLION for amount in (row.planned, row.allocated, row.assigned, row.disbursed, row.settled)]
    assert reached == [184_155, 1_000, 600, 400, 100]
    assert row.rate == 66
    assert disbursement_by_unit(province, LATER, 2024) == ((district, 600 * MILLION, 400 * MILLION),)
    assert rows_of(district)["programme"].planned == 1_000 * MILLION
    assert Entry.objects.filter(act="finance.money_moved").count() == 4


def test_a_day_sees_only_what_was_booked_by_then(province, district):
    opened(province)
    allocate(Place(province, CENTRAL, 2024), district, slip(10, on=LATER), **BY)
    assert rows_of(province, DAY)[CENTRAL].allocated == 0
    assert rows_of(province, LATER)[CENTRAL].allocated == 10 * MILLION


@pytest.mark.parametrize("act", [disburse, settle])
def test_more_than_there_is_cannot_be_moved(province, act):
    opened(province)
    with pytest.raises(NotEnough, match="còn 0 đồng"):
        act(Place(province, CENTRAL, 2024), slip(1), **BY)


def test_the_last_dong_can_be_moved_and_not_one_more(province, district):
    opened(province)
    place = Place(province, CENTRAL, 2024)
    allocate(place, district, slip(184_155), **BY)
    with pytest.raises(NotEnough, match="Ghi tối đa 0 đồng"):
        allocate(place, district, Slip(1, DAY), **BY)


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_or_less_cannot_be_moved(province, district, amount):
    opened(province)
    with pytest.raises(NothingToMove):
        allocate(Place(province, CENTRAL, 2024), district, Slip(amount, DAY), **BY)


def test_money_given_back_stands_where_it_stood(province, district):
    opened(province)
    before = rows_of(province)
    allocate(Place(province, CENTRAL, 2024), district, slip(70), **BY)
    account = Account.objects.get(unit=district, stage=Stage.ALLOCATED)
    give_back(account, province, slip(70), **BY)
    assert rows_of(province) == before


def test_only_what_was_not_paid_out_is_carried_over(province, district):
    opened(province)
    allocate(Place(province, CENTRAL, 2024), district, slip(70), **BY)
    there = Place(district, CENTRAL, 2024)
    assign(there, district, slip(70), **BY)
    disburse(there, slip(50), **BY)
    assigned = Account.objects.get(unit=district, stage=Stage.ASSIGNED)
    carry_over(assigned, slip(20), **BY)
    next_year = rows_of(district, year=2025)[CENTRAL]
    assert (next_year.assigned, next_year.carried) == (20 * MILLION, 20 * MILLION)
    assert rows_of(district)[CENTRAL].assigned == 50 * MILLION
    paid = Account.objects.get(unit=district, stage=Stage.DISBURSED)
    with pytest.raises(WrongWay):
        carry_over(paid, slip(1), **BY)


def test_a_year_is_opened_once(province):
    opened(province)
    with pytest.raises(BudgetSealed, match="bút toán"):
        opened(province)
    assert Transfer.objects.aggregate(sum=Sum("amount_dong"))["sum"] == (TOTAL + 12_000_000) * MILLION


def test_only_leaves_of_the_years_tree_hold_money():
    assert leaf(CENTRAL, 2024).is_budget
    for source in ("programme/central", "programme/moon"):
        with pytest.raises(UnknownSource):
            leaf(source, 2024)
    assert "programme/local/district" not in {one.code for one in sources_in(2026)}
    with pytest.raises(NoSourcesThatYear):
        sources_in(1999)


# Days


def test_money_leaves_no_account_before_the_day_on_which_it_came(province, district):
    opened(province)
    place = Place(province, CENTRAL, 2024)
    with pytest.raises(NotThereYet, match="chỉ có 0 đồng") as refused:
        allocate(place, district, slip(1, DAY - timedelta(days=1)), **BY)
    assert "từ 01/03/2024 trở đi" in refused.value.said_in("vi")
    assert "Ngân sách Trung ương › Đầu tư phát triển" in refused.value.said_in("vi")
    allocate(place, district, slip(1), **BY)


def test_money_that_is_used_later_is_not_used_before(province, district):
    opened(province)
    place = Place(province, CENTRAL, 2024)
    moved = allocate(place, district, slip(PLAN[CENTRAL], date(2024, 5, 1)), **BY)
    give_back(moved.after, province, slip(PLAN[CENTRAL], date(2024, 6, 1)), **BY)

    with pytest.raises(NotThereYet, match="dùng cho các bút toán sau") as refused:
        allocate(place, district, slip(1, date(2024, 4, 1)), **BY)
    assert "từ 01/06/2024 trở đi" in refused.value.said_in("vi")
    allocate(place, district, slip(1, date(2024, 6, 1)), **BY)


def test_a_reduction_takes_nothing_before_it_was_expected(province):
    opened(province)
    with pytest.raises(NotThereYet):
        keep_budget(
            province,
            2024,
            {CENTRAL: MILLION},
            total_dong=MILLION,
            document="QĐ",
            on=DAY - timedelta(days=1),
            kind=BudgetKind.REDUCTION,
            **BY,
        )
    assert Budget.objects.count() == 1
