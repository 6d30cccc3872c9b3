"""Whatever is booked, in whatever order, by hand or by Excel: no đồng is made and none is lost."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm.areas.models import Kind
from ntm.core.problems import Problem
from ntm.finance.models import Account, BudgetKind, Contribution, GivenAs, Giver, Stage, Transfer
from ntm.finance.selectors import Scope, capital_rows, transfers_behind
from ntm.finance.selectors.capital import FIGURES
from ntm.finance.services import (
    Gift,
    Place,
    Slip,
    add_work,
    allocate,
    assign,
    carry_over,
    disburse,
    give_back,
    keep_budget,
    register_contribution,
    set_rate,
    settle,
    take_in,
    value_contribution,
    withdraw_contribution,
)
from ntm.finance.services.verify import verify_ledger
from ntm.finance.sources import leaf_paths
from ntm.finance.workbook import MOVES, read_workbook, template_workbook
from ntm.finance.workbook.rows import HEADINGS
from tests.factories import NOON, make_province, make_unit

pytestmark = pytest.mark.django_db
SOURCES = ("programme/central/investment", "programme/integrated", "credit")
GIVEN = "programme/contributions"
DAY = date(2024, 3, 1)
BY = {"by": "x", "at": NOON}
amounts = st.integers(1, 1_000_000)
ACTS = [
    *("allocate", "assign", "disburse", "settle", "give_back", "carry_over"),
    *("supplement", "reduce", "contribute", "value", "withdraw"),
]
steps = st.lists(
    st.tuples(st.sampled_from(ACTS), st.sampled_from(SOURCES), st.booleans(), st.integers(0, 7), amounts),
    max_size=16,
)
relaxed = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


APPROVED = 700_000


class World:
    """A province with two districts, a work and a rate, and what came in from outside by source."""

    def __init__(self, lines):
        self.province = make_province()
        self.districts = [make_unit(name, Kind.RURAL_DISTRICT, self.province) for name in ("Một", "Hai")]
        facts = {"code": "CT", "name": "Cầu", "field": "roads", "unit": self.districts[0], "approved_dong": APPROVED}
        self.work = add_work(facts, [], [], **BY)
        set_rate(self.province, GivenAs.LABOUR, date(2024, 2, 1), dong_each=12_345, decision="QĐ", **BY)
        self.came = Counter(dict(zip(SOURCES, lines, strict=True)))
        total = sum(lines) - self.came["credit"]
        keep_budget(self.province, 2024, dict(self.came), total_dong=total, document="x", on=DAY, **BY)

    def book(self, step):
        """Do one step if it can be done; what is refused must leave no trace."""
        act, source, first, which, amount = step
        try:
            getattr(self, act)(source, self.districts[first], which, amount)
        except Problem:
            return

    def allocate(self, source, district, _, amount):
        allocate(Place(self.province, source, 2024), district, Slip(amount, DAY), **BY)

    def assign(self, source, district, which, amount):
        work = self.work if which % 2 else None
        assign(Place(district, source, 2024), district, Slip(amount, DAY), work=work, **BY)

    def disburse(self, source, district, which, amount):
        disburse(Place(district, source, 2024, self.work if which % 2 else None), Slip(amount, DAY), **BY)

    def settle(self, source, district, which, amount):
        settle(Place(district, source, 2024, self.work if which % 2 else None), Slip(amount, DAY), **BY)

    def give_back(self, _, __, which, amount):
        give_back(self.account(which), self.province, Slip(amount, DAY), **BY)

    def carry_over(self, _, __, which, amount):
        carry_over(self.account(which), Slip(amount, DAY), **BY)

    def supplement(self, source, _, __, amount, kind=BudgetKind.SUPPLEMENT):
        total = 0 if source == "credit" else amount
        keep_budget(self.province, 2024, {source: amount}, kind=kind, total_dong=total, document="QĐ", on=DAY, **BY)
        self.came[source] += amount if kind == BudgetKind.SUPPLEMENT else -amount

    def reduce(self, source, district, which, amount):
        self.supplement(source, district, which, amount, BudgetKind.REDUCTION)

    def contribute(self, _, district, which, amount):
        form = list(GivenAs)[which % 4]
        work = self.work if which > 4 else None
        quantity = Decimal(amount) if form == GivenAs.CASH else Decimal(amount) / 100
        kept = register_contribution(
            Gift(district, DAY, Giver.PEOPLE, "Xóm", form, quantity, "BB", measure="tấn", work=work), **BY
        )
        self.came[GIVEN] += kept.value_dong or 0

    def value(self, _, __, which, amount):
        waiting = list(Contribution.objects.filter(value_dong=None).order_by("pk"))
        if waiting:
            gift = waiting[which % len(waiting)]
            by_hand = {"value_dong": amount, "basis": "BB"} if gift.form == GivenAs.KIND else {}
            self.came[GIVEN] += value_contribution(gift, **by_hand, **BY).value_dong

    def withdraw(self, _, __, which, ___):
        gifts = list(Contribution.objects.order_by("pk"))
        if gifts:
            gift = gifts[which % len(gifts)]
            withdraw_contribution(gift, DAY, "sai", **BY)
            self.came[GIVEN] -= gift.value_dong or 0

    def account(self, which):
        accounts = list(Account.objects.select_related("unit", "work").order_by("pk"))
        return accounts[which % len(accounts)]


def balances():
    rows = Account.objects.values("source", "budget_year").annotate(sum=Sum("balance_dong")).order_by()
    return {row["source"]: row["sum"] for row in rows if row["sum"]}


@relaxed
@given(lines=st.lists(amounts, min_size=3, max_size=3), booked=steps)
def test_no_sequence_of_acts_makes_or_loses_a_dong(db, lines, booked):
    with transaction.atomic():
        world = World(lines)
        for step in booked:
            world.book(step)

        came = {source: dong for source, dong in world.came.items() if dong}
        assert balances() == came  # in all years and stages together; every budget is of 2024
        assert verify_ledger().dong == sum(came.values())
        held = Account.objects.filter(work=world.work, stage__gte=Stage.ASSIGNED).aggregate(sum=Sum("balance_dong"))
        assert (held["sum"] or 0) <= APPROVED
        rows = [row for year in (2024, 2025) for row in capital_rows(world.province, DAY, year)]
        whole = sum(row.planned + row.contributed for row in rows if row.depth == 0)
        assert whole == sum(came.values())
        for row in rows:
            assert row.planned + row.contributed >= row.allocated >= row.assigned >= row.disbursed >= row.settled >= 0
        for row in capital_rows(world.province, DAY, 2024):
            for figure in FIGURES:
                behind = transfers_behind(Scope(world.province, DAY, 2024, source=row.code), figure)
                assert sum(one.signed for one in behind) == getattr(row, figure)
        transaction.set_rollback(True)


# The same transfers, typed by hand and taken in from a workbook.

moves = st.lists(
    st.tuples(st.sampled_from(list(MOVES)), st.booleans(), st.booleans(), st.integers(1, 400_000)), max_size=8
)


def by_hand(world, step, number):
    """Book one step; return the row of a workbook that says the same, None where it was refused."""
    words, first, for_work, amount = step
    act, stage = MOVES[words]
    source = SOURCES[first]
    district = world.districts[0]
    slip = Slip(amount, DAY, f"CT {number}")
    work = world.work if for_work and stage >= Stage.ASSIGNED else None
    unit = world.province if stage == Stage.EXPECTED else district
    place = Place(unit, source, 2024, work)
    row = {"move": words, "source": leaf_paths(2024)[source].vi, "unit": unit.code, "document": slip.document}
    row |= {"work": work.code if work else None, "amount": amount / 1_000_000}
    to_work = world.work if for_work and act == "assign" else None
    to = world.province if (act, stage) in {("give-back", Stage.ALLOCATED), ("give-back", Stage.ASSIGNED)} else district
    if act in {"allocate", "assign", "give-back"} and stage not in {Stage.DISBURSED, Stage.SETTLED}:
        row |= {"to": to.code, "to_work": to_work.code if to_work else None}
    account = Account.objects.filter(unit=unit, work=work, stage=stage, source=source, year=2024)
    account = account.select_related("unit", "work").first()
    if account is None:
        return None
    does = {
        "allocate": lambda: allocate(place, to, slip, **BY),
        "assign": lambda: assign(place, to, slip, work=to_work, **BY),
        "disburse": lambda: disburse(place, slip, **BY),
        "settle": lambda: settle(place, slip, **BY),
        "give-back": lambda: give_back(account, to, slip, **BY),
        "carry-over": lambda: carry_over(account, slip, **BY),
    }
    try:
        does[act]()
    except Problem:
        return None
    return row


def standing():
    named = Account.objects.filter(balance_dong__gt=0).values_list(
        "source", "year", "budget_year", "unit__name", "work__code", "stage", "balance_dong"
    )
    return sorted(named, key=str)


@settings(relaxed, max_examples=12)
@given(lines=st.lists(amounts, min_size=3, max_size=3), typed=moves)
def test_a_workbook_books_exactly_what_the_same_rows_book_by_hand(db, lines, typed):
    with transaction.atomic():
        world = World(lines)
        done = [by_hand(world, step, number) for number, step in enumerate(typed)]
        rows = [row for row in done if row is not None]
        wanted, moved = standing(), Transfer.objects.count()
        transaction.set_rollback(True)
    if not rows:
        return
    with transaction.atomic():
        world = World(lines)
        known = {"units": [world.province, *world.districts], "works": [world.work]}
        content = filled(template_workbook(world.province, 2024, DAY, **known), rows, world)
        read = read_workbook(content, "a.xlsx", **known)
        assert not read.faults
        take_in(read, **BY)
        assert (standing(), Transfer.objects.count()) == (wanted, moved)
        assert verify_ledger().dong == sum(lines)
        transaction.set_rollback(True)


def filled(content, rows, world):
    """Write the rows into the template; the districts of this run stand for those of the one by hand."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Bút toán"]
    for number, row in enumerate(rows, 7):
        for key, value in {**row, "on": DAY}.items():
            is_district = key in {"unit", "to"} and value not in {None, world.province.code}
            page.cell(number, list(HEADINGS).index(key) + 1, world.districts[0].code if is_district else value)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()
