"""Money enters and leaves only by papers: supplements, reductions, contributions; and a work keeps to its total."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from ntm.areas.models import Kind
from ntm.audit.models import Entry
from ntm.finance import guards
from ntm.finance.models import (
    Account,
    Budget,
    BudgetKind,
    BudgetLine,
    Contribution,
    GivenAs,
    Giver,
    Stage,
    Transfer,
)
from ntm.finance.paper_problems import (
    AlreadyValued,
    ComesByContribution,
    ExpectedElsewhere,
    MoreThanApproved,
    NoLines,
    NoRate,
    NotOpened,
    RateKnown,
    ReducedTooMuch,
)
from ntm.finance.problems import NotEnough, NothingToMove, PartsDoNotSum
from ntm.finance.selectors import Scope, capital_rows, transfers_behind, unit_rows, work_rows_of
from ntm.finance.services import (
    Gift,
    Place,
    Slip,
    add_work,
    allocate,
    assign,
    disburse,
    keep_budget,
    register_contribution,
    set_rate,
    value_contribution,
    withdraw_contribution,
)
from ntm.finance.services.verify import LedgerDisagrees, verify_ledger
from tests.factories import NOON, make_province, make_unit

pytestmark = pytest.mark.django_db
MILLION = 1_000_000
CENTRAL, INTEGRATED, GIVEN = "programme/central/investment", "programme/integrated", "programme/contributions"
DAY, LATER = date(2024, 3, 1), date(2024, 9, 30)
BY = {"by": "van-phong", "at": NOON}
TRUE = "1743406000000"


@pytest.fixture
def province():
    return make_province()


@pytest.fixture
def district(province):
    return make_unit("Võ Nhai", Kind.RURAL_DISTRICT, province, code="170")


@pytest.fixture
def opened(province):
    return keep_budget(province, 2024, {CENTRAL: 100, INTEGRATED: 50}, total_dong=150, document="KH", on=DAY, **BY)


def changed(unit, kind, lines, total=None, **more):
    total = sum(lines.values()) if total is None else total
    return keep_budget(unit, 2024, lines, kind=kind, total_dong=total, document="QĐ 1", on=LATER, **more, **BY)


def gift(unit, form=GivenAs.CASH, quantity=1_000, **more):
    more = {"giver_kind": Giver.PEOPLE, "giver": "Xóm Đồng", "document": "Biên bản 1", **more}
    return Gift(unit, LATER, form=form, quantity=Decimal(quantity), **more)


def row(unit, source, day=LATER):
    return next((one for one in capital_rows(unit, day, 2024) if one.code == source), None)


# Supplements and reductions


def test_a_supplement_adds_to_what_stands_and_counts_from_its_day(province, opened):
    budget = changed(province, BudgetKind.SUPPLEMENT, {CENTRAL: 7, "programme/central/recurrent": 3})
    assert (budget.number, budget.sealed, budget.total_dong) == (2, True, 10)
    assert row(province, "programme").planned == 160
    assert row(province, CENTRAL).planned == 107
    assert row(province, "programme", DAY).planned == 150
    assert Entry.objects.filter(act="finance.budget_supplemented").count() == 1


def test_a_reduction_takes_only_what_is_not_allocated(province, district, opened):
    allocate(Place(province, CENTRAL, 2024), district, Slip(80, DAY), **BY)
    with pytest.raises(ReducedTooMuch, match="Thu hồi 10 đồng"):
        changed(province, BudgetKind.REDUCTION, {CENTRAL: 30})
    assert Budget.objects.count() == 1
    changed(province, BudgetKind.REDUCTION, {CENTRAL: 20})
    assert row(province, CENTRAL).planned == 80
    assert Account.objects.get(source=CENTRAL, stage=Stage.EXPECTED).balance_dong == 0


@pytest.mark.parametrize("kind", [BudgetKind.SUPPLEMENT, BudgetKind.REDUCTION])
@pytest.mark.parametrize("off", [-1, 1])
def test_a_changing_document_must_sum_as_well(province, opened, kind, off):
    with pytest.raises(PartsDoNotSum, match="lệch 1 đồng"):
        changed(province, kind, {CENTRAL: 10}, total=10 + off)


def test_a_change_needs_an_opened_year_and_an_amount(province):
    with pytest.raises(NotOpened):
        changed(province, BudgetKind.SUPPLEMENT, {CENTRAL: 10})
    keep_budget(province, 2024, {CENTRAL: 1}, total_dong=1, document="KH", on=DAY, **BY)
    with pytest.raises(NoLines):
        changed(province, BudgetKind.SUPPLEMENT, {CENTRAL: 0})


def test_what_a_unit_above_expects_is_not_opened_again_below_unless_it_comes_beside(province, district, opened):
    with pytest.raises(ExpectedElsewhere, match="tính hai lần"):
        keep_budget(district, 2024, {CENTRAL: 5}, total_dong=5, document="NQ", on=DAY, **BY)
    keep_budget(district, 2024, {CENTRAL: 5}, total_dong=5, document="NQ", on=DAY, beside=True, **BY)
    assert row(province, CENTRAL).planned == 105
    changed(district, BudgetKind.SUPPLEMENT, {CENTRAL: 2})  # its own source by now: nothing is doubted


# Contributions


def test_cash_is_money_at_hand_and_not_part_of_the_plan(province, district, opened):
    register_contribution(gift(district), **BY)
    held = row(province, GIVEN)
    assert (held.planned, held.contributed, held.assigned, held.disbursed) == (0, 1_000, 1_000, 0)
    assert row(province, "programme").planned == 150


def test_labour_without_a_rate_is_registered_with_its_quantity_only(district):
    kept = register_contribution(gift(district, GivenAs.LABOUR, 40), **BY)
    assert (kept.value_dong, kept.measure) == (None, "ngày công")
    assert not Transfer.objects.exists()
    with pytest.raises(NoRate, match="Chưa có đơn giá"):
        value_contribution(kept, **BY)


def test_a_rate_of_the_province_converts_what_is_given_in_its_communes_from_its_day_on(province, district):
    set_rate(province, GivenAs.LABOUR, date(2024, 10, 1), dong_each=500, decision="QĐ sau", **BY)
    set_rate(province, GivenAs.LABOUR, DAY, dong_each=333_333, decision="QĐ 5", **BY)
    kept = register_contribution(gift(district, GivenAs.LABOUR, "2.50"), **BY)
    assert (kept.value_dong, kept.basis) == (833_333, "QĐ 5")  # 833 332,5 rounded up
    account = Account.objects.get()
    assert (account.stage, account.balance_dong, account.source) == (Stage.DISBURSED, 833_333, GIVEN)
    with pytest.raises(RateKnown, match="QĐ 5"):
        set_rate(province, GivenAs.LABOUR, DAY, dong_each=1, decision="QĐ 6", **BY)


def test_a_unit_s_own_rate_comes_before_that_of_the_unit_above(province, district):
    set_rate(province, GivenAs.LAND, DAY, dong_each=100, decision="tỉnh", **BY)
    set_rate(district, GivenAs.LAND, DAY, dong_each=70, decision="huyện", **BY)
    assert register_contribution(gift(district, GivenAs.LAND, 10), **BY).value_dong == 700


def test_things_are_valued_later_by_a_record_and_only_once(district):
    kept = register_contribution(gift(district, GivenAs.KIND, 12, measure="tấn xi măng"), **BY)
    with pytest.raises(NothingToMove):
        value_contribution(kept, value_dong=20_000_000, **BY)
    value_contribution(kept, value_dong=20_000_000, basis="Biên bản định giá", **BY)
    assert row(district, GIVEN).contributed == 20_000_000
    with pytest.raises(AlreadyValued):
        value_contribution(kept, value_dong=1, basis="x", **BY)


@pytest.mark.parametrize(
    ("giver", "form", "source"),
    [
        (Giver.ENTERPRISE, GivenAs.CASH, "programme/enterprises"),
        (Giver.PEOPLE, GivenAs.CASH, "programme/community/cash"),
        (Giver.ORGANISATION, GivenAs.LAND, "programme/community/labour-and-kind"),
    ],
)
def test_from_2026_the_source_follows_giver_and_form(province, giver, form, source):
    given = Gift(province, date(2026, 3, 1), giver, "A", form, Decimal(5), "BB")
    assert register_contribution(given, **BY).source == source


def test_a_wrong_contribution_is_withdrawn_with_its_money_unless_that_was_used(district):
    kept = register_contribution(gift(district), **BY)
    disburse(Place(district, GIVEN, 2024), Slip(400, LATER), **BY)
    with pytest.raises(NotEnough):
        withdraw_contribution(kept, LATER, "ghi trùng", **BY)
    kept.refresh_from_db()
    assert kept.withdrawn_on is None
    other = register_contribution(gift(district, quantity=90), **BY)
    withdraw_contribution(other, LATER, "ghi trùng", **BY)
    assert row(district, GIVEN).contributed == 1_000
    with pytest.raises(AlreadyValued):
        withdraw_contribution(other, LATER, "ghi trùng", **BY)


def test_what_one_hopes_to_be_given_is_not_allocated(province, district):
    keep_budget(province, 2024, {GIVEN: 5}, total_dong=5, document="KH", on=DAY, **BY)
    with pytest.raises(ComesByContribution, match="sổ đóng góp"):
        allocate(Place(province, GIVEN, 2024), district, Slip(5, DAY), **BY)


# A work keeps to its approved total


@pytest.fixture
def work(district):
    facts = {"code": "CT1", "name": "Nhà văn hóa", "field": "culture", "unit": district, "approved_dong": 60}
    return add_work(facts, [], [], **BY)


def test_a_work_has_at_most_its_approved_total_unless_a_decision_says_so(province, district, opened, work):
    allocate(Place(province, CENTRAL, 2024), district, Slip(100, DAY), **BY)
    place = Place(district, CENTRAL, 2024)
    assign(place, district, Slip(50, DAY), work=work, **BY)
    disburse(Place(district, CENTRAL, 2024, work), Slip(50, DAY), **BY)  # what was paid still counts
    with pytest.raises(MoreThanApproved, match="Giao tối đa 10 đồng"):
        assign(place, district, Slip(11, DAY), work=work, **BY)
    with pytest.raises(MoreThanApproved):
        register_contribution(gift(district, quantity=11, work=work), **BY)
    assign(place, district, Slip(11, DAY, exceeds_by="QĐ 9 điều chỉnh tổng mức"), work=work, **BY)
    [held] = work_rows_of(Scope(province, LATER, 2024))
    assert (held.work, held.assigned, held.disbursed) == (work, 61, 50)


def test_the_database_refuses_it_too(province, district, opened, work):
    allocate(Place(province, CENTRAL, 2024), district, Slip(100, DAY), **BY)
    before = Account.objects.get(unit=district, stage=Stage.ALLOCATED)
    after = Account.objects.create(
        year=2024, budget_year=2024, source=CENTRAL, unit=district, work=work, stage=Stage.ASSIGNED
    )
    fields = {"act": "assign", "on": DAY, "before": before, "after": after, "made_by": "x", "made_at": NOON}
    with pytest.raises(DatabaseError, match="a_work_has_at_most_its_approved_total"), transaction.atomic():
        Transfer.objects.create(amount_dong=61, **fields)


# The database by itself: 1,743,405 never stands for 1,743,406


def test_a_supplement_or_reduction_cannot_be_sealed_with_another_total(province, opened):
    for kind in ("supplement", "reduction"):
        budget = Budget.objects.create(
            unit=province, year=2024, number=2, kind=kind, total_dong=1_743_405 * MILLION, document="x"
        )
        BudgetLine.objects.create(budget=budget, source=CENTRAL, amount_dong=1_743_406 * MILLION)
        with pytest.raises(DatabaseError, match="a_budget_is_the_sum_of_its_lines"), transaction.atomic():
            Budget.objects.filter(pk=budget.pk).update(sealed=True)
        BudgetLine.objects.all().filter(budget=budget).delete()
        budget.delete()


def big(district):
    """A contribution of 1,743,406 million by a rate of 1,000,000 for each of 1,743,406 days."""
    set_rate(district, GivenAs.LABOUR, DAY, dong_each=MILLION, decision="QĐ", **BY)
    return register_contribution(gift(district, GivenAs.LABOUR, 1_743_406), **BY)


RAW = [
    ("UPDATE finance_contribution SET value_dong = 1743405000000", "quantity_times_rate|a_contribution_stays"),
    ("UPDATE finance_contribution SET value_dong = 1743405999999", "quantity_times_rate|a_contribution_stays"),
    ("UPDATE finance_contribution SET quantity = 1743405", "quantity_times_rate|a_contribution_stays"),
    ("UPDATE finance_contribution SET giver = 'x'", "a_contribution_stays"),
    ("UPDATE finance_contribution SET value_dong = NULL, rate_id = NULL, basis = ''", "a_contribution_stays"),
    ("DELETE FROM finance_transfer", "a_transfer_is_kept"),
    ("UPDATE finance_transfer SET amount_dong = 1743405000000", "a_transfer_stays"),
    ("UPDATE finance_account SET balance_dong = 1743405000000", "a_balance_is_what_its_transfers_say"),
    ("UPDATE finance_rate SET dong_each = dong_each - 1", "a_rate_stays"),
]


@pytest.mark.parametrize(("statement", "rule"), RAW)
def test_raw_statements_cannot_bend_a_contribution(district, statement, rule):
    assert str(big(district).value_dong) == TRUE
    with pytest.raises(DatabaseError, match=rule), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_raw_rows_cannot_bring_a_contribution_in_at_another_value(district):
    kept = big(district)
    fields = {name: getattr(kept, name) for name in ("unit", "on", "year", "giver_kind", "giver", "form", "source")}
    fields |= {"measure": "ngày công", "document": "x", "basis": "x", "made_by": "x", "made_at": NOON}
    fields |= {"quantity": kept.quantity, "rate": kept.rate}
    with pytest.raises(DatabaseError, match="a_value_is_quantity_times_rate"), transaction.atomic():
        Contribution.objects.create(**fields, value_dong=1_743_405_999_999)
    cash = fields | {"form": "cash", "rate": None, "quantity": Decimal(1_743_406)}
    with pytest.raises(DatabaseError, match="cash_is_worth_itself"), transaction.atomic():
        Contribution.objects.create(**cash, value_dong=1_743_405)
    with pytest.raises(DatabaseError, match="cash_is_worth_itself"), transaction.atomic():
        Contribution.objects.create(**cash | {"basis": ""}, value_dong=None)


def test_money_of_a_contribution_comes_in_as_it_was_valued_and_once(district):
    kept = big(district)
    account = Account.objects.get()
    fields = {"act": "contribute", "on": LATER, "after": account, "made_by": "x", "made_at": NOON}
    with pytest.raises(DatabaseError, match="a_gift_is_a_valued_contribution"), transaction.atomic():
        Transfer.objects.create(amount_dong=1_743_405 * MILLION, contribution=kept, **fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.create(amount_dong=kept.value_dong, contribution=kept, **fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        Transfer.objects.create(amount_dong=5, **fields)
    with pytest.raises(DatabaseError), transaction.atomic():  # out to nowhere, without a paper
        Transfer.objects.create(amount_dong=5, **fields | {"act": "settle", "after": None, "before": account})


def test_a_reduction_cannot_take_another_amount_or_bring_money_in(province, opened):
    reduced = changed(province, BudgetKind.REDUCTION, {CENTRAL: 20})
    account = Account.objects.get(source=CENTRAL)
    fields = {"on": LATER, "made_by": "x", "made_at": NOON, "line": reduced.lines.get()}
    for act, ends, amount in (("reduce", {"before": account}, 19), ("open", {"after": account}, 20)):
        with pytest.raises(DatabaseError, match="an_opening_is_a_line_of_a_sealed_budget"), transaction.atomic():
            Transfer.objects.create(act=act, amount_dong=amount, **ends, **fields)


def test_every_guard_stands():
    assert guards.missing(connection) == []


def test_guards_are_put_up_again_after_they_were_lifted():
    guards.lift(connection)
    assert "a_rate_stays" in guards.missing(connection)
    call_command("migrate", verbosity=0)  # nothing to migrate, and still they are put up
    assert guards.missing(connection) == []


# Working it out again


@pytest.fixture
def whole(province, district, opened, work):
    """A little of everything, all of it in order."""
    changed(province, BudgetKind.SUPPLEMENT, {CENTRAL: 7})
    changed(province, BudgetKind.REDUCTION, {INTEGRATED: 5})
    allocate(Place(province, CENTRAL, 2024), district, Slip(100, DAY), **BY)
    assign(Place(district, CENTRAL, 2024), district, Slip(50, DAY), work=work, **BY)
    kept = register_contribution(gift(district), **BY)
    withdraw_contribution(register_contribution(gift(district, quantity=3), **BY), LATER, "sai", **BY)
    register_contribution(gift(district, GivenAs.LAND, 5), **BY)
    return kept


def test_a_ledger_in_order_agrees(whole):
    found = verify_ledger()
    assert (found.budgets, found.contributions, found.dong) == (3, 3, 150 + 7 - 5 + 1_000)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE finance_account SET balance_dong = balance_dong + 1 WHERE stage = '2-allocated'", "Số dư khác"),
        ("UPDATE finance_budget SET total_dong = total_dong - 1 WHERE number = 2", "Tổng khác"),
        ("UPDATE finance_budget SET credit_dong = credit_dong + 1 WHERE number = 1", "Tổng khác"),
        ("UPDATE finance_budgetline SET amount_dong = amount_dong + 1 WHERE amount_dong = 7", "chưa được ghi đúng"),
        ("DELETE FROM finance_transfer WHERE act = 'reduce'", "chưa được ghi đúng"),
        ("UPDATE finance_transfer SET amount_dong = amount_dong - 1 WHERE act = 'contribute'", "đóng góp khác"),
        ("UPDATE finance_approval SET total_dong = 49", "vượt tổng mức"),
        ("UPDATE finance_account SET balance_dong = 0", "khác số đã vào sổ"),
        ("UPDATE finance_transfer SET \"on\" = '2024-01-02' WHERE act = 'allocate'", "tài khoản âm"),
    ],
)
def test_what_somebody_wrote_past_the_guards_is_found(whole, statement, told):
    guards.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(LedgerDisagrees) as found:
        verify_ledger()
    words = [fault.what.vi for fault in found.value.faults]
    assert any(told in one for one in words)
    assert words.count("Thiếu ràng buộc này của cơ sở dữ liệu.") == len(guards.RULES) + len(guards.KEEPING)


# Why


def test_every_figure_is_the_sum_of_the_transfers_behind_it(province, district, opened, work):
    allocate(Place(province, CENTRAL, 2024), district, Slip(80, DAY), **BY)
    assign(Place(district, CENTRAL, 2024), district, Slip(30, DAY), work=work, **BY)
    disburse(Place(district, CENTRAL, 2024, work), Slip(20, DAY), **BY)
    register_contribution(gift(district), **BY)
    changed(province, BudgetKind.REDUCTION, {INTEGRATED: 5})
    figures = ("planned", "contributed", "allocated", "assigned", "disbursed", "settled")
    for unit in (province, district):
        for one in capital_rows(unit, LATER, 2024):
            for figure in figures:
                scope = Scope(unit, LATER, 2024, source=one.code)
                assert sum(t.signed for t in transfers_behind(scope, figure)) == getattr(one, figure), (one, figure)
    [own, below] = unit_rows(Scope(province, LATER, 2024))
    assert (own.unit, own.planned, below.unit, below.assigned) == (None, 65, district, 30 + 1_000)
