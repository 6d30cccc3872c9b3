"""Whatever is accepted and assigned, on whatever days: the arithmetic of arrears is exact to the đồng."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ntm.finance.debts import Movement, debt_of

FIRST = date(2024, 1, 1)
days = st.integers(0, 400).map(lambda number: FIRST + timedelta(days=number))
amounts = st.integers(0, 10**12)
accepted = st.lists(st.tuples(days, amounts), max_size=8).map(
    lambda rows: [
        (day, sum(dong for _, dong in sorted(rows)[: place + 1])) for place, (day, _) in enumerate(sorted(rows))
    ]
)
funded = st.dictionaries(days, st.integers(-(10**11), 10**12), max_size=8)
debts = st.builds(debt_of, accepted, funded)


def stock_by_hand(records, money, day):
    """Work a stock out without the code under test: newest volume less all capital."""
    volume = max([dong for on, dong in records if on <= day], default=0)
    return max(0, volume - sum(dong for on, dong in money.items() if on <= day))


@given(records=accepted, money=funded, day=days)
def test_the_stock_of_a_day_is_accepted_less_assigned_and_never_below_zero(records, money, day):
    assert debt_of(records, money).on(day) == stock_by_hand(records, money, day)


@given(debt=debts, first=days, last=days)
def test_the_later_stock_is_the_earlier_one_and_what_is_new_less_what_is_covered(debt, first, last):
    first, last = sorted((first, last))
    moved = debt.between(first, last)
    assert (moved.opening, moved.closing) == (debt.on(first), debt.on(last))
    assert min(moved.new, moved.covered) >= 0


@given(debt=debts, first=days, middle=days, last=days)
def test_two_stretches_make_the_whole(debt, first, middle, last):
    first, middle, last = sorted((first, middle, last))
    one, two, whole = debt.between(first, middle), debt.between(middle, last), debt.between(first, last)
    assert (one.new + two.new, one.covered + two.covered) == (whole.new, whole.covered)


@given(several=st.lists(debts, max_size=5), first=days, last=days)
def test_the_sum_of_works_moves_as_the_works_do(several, first, last):
    first, last = sorted((first, last))
    total = sum((debt.between(first, last) for debt in several), Movement())
    assert total.closing == sum(debt.on(last) for debt in several)


@given(debt=debts, day=days)
def test_layers_sum_to_the_stock_and_none_is_younger_than_the_day(debt, day):
    layers = debt.layers(day)
    assert sum(dong for _, dong in layers) == debt.on(day)
    assert all(since <= day and dong > 0 for since, dong in layers)
    assert [since for since, _ in layers] == sorted(since for since, _ in layers)
