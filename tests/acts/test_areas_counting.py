"""Figures of one day on the map of another: nothing lost, nothing doubled, nothing averaged."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from ntm.areas.counting import (
    CannotCountBack,
    RateNeedsItsParts,
    count_on_map,
    count_rate_on_map,
    rounded,
    side_by_side,
)
from ntm.areas.models import ChangeKind, Succession, Unit, WeightBasis
from ntm.areas.selectors import predecessors, successors
from tests.factories import make_unit

BEFORE, THEN = date(2025, 6, 30), date(2025, 7, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def old() -> list[Unit]:
    return [make_unit(name, valid_until=BEFORE) for name in ("An", "Ba", "Ca")]


@pytest.fixture
def new(old) -> list[Unit]:
    """An and a third of Ba became Mai; the rest of Ba, and Ca, became Nam. Nobody stated the shares of Ba."""
    mai, nam = make_unit("Mai", valid_from=THEN), make_unit("Nam", valid_from=THEN)
    an, ba, ca = old
    become(an, mai)
    become(ba, mai, 1, 3, WeightBasis.ASSUMED)
    become(ba, nam, 2, 3, WeightBasis.ASSUMED)
    become(ca, nam)
    return [mai, nam]


def become(before: Unit, after: Unit | None, share: int = 1, of: int = 1, basis: str = WeightBasis.WHOLE) -> None:
    Succession.objects.create(
        kind=ChangeKind.MERGED if of == 1 else ChangeKind.SPLIT,
        effective_on=before.valid_until + timedelta(days=1),
        predecessor=before,
        successor=after,
        share_numerator=share,
        share_denominator=of,
        basis=basis,
    )


def test_a_sum_stays_whole_on_the_new_map(old, new):
    recount = count_on_map(dict(zip(old, [100, 50, 7], strict=True)), of=BEFORE, on=THEN)

    assert [row.amount for row in recount.rows] == [100 + Fraction(50, 3), 7 + Fraction(100, 3)]
    assert (recount.total, recount.lost) == (157, 0)


def test_a_figure_says_what_it_is_made_of_and_whether_a_share_is_assumed(old, new):
    an, ba, _ = old
    first = count_on_map({an: 100, ba: 50}, of=BEFORE, on=THEN).rows[0]
    assert first.made_of == ((an, Fraction(100)), (ba, Fraction(50, 3)))
    assert first.assumed

    [only] = count_on_map({an: 100}, of=BEFORE, on=THEN).rows
    assert not only.assumed


def test_a_decimal_is_counted_without_losing_a_digit(old, new):
    recount = count_on_map({old[1]: Decimal("0.000001")}, of=BEFORE, on=THEN)
    assert recount.total == Fraction(1, 1_000_000)


def test_what_nobody_took_over_is_told_as_lost():
    ending = make_unit("Huyện", valid_until=BEFORE)
    become(ending, None)
    recount = count_on_map({ending: 9}, of=BEFORE, on=THEN)
    assert (recount.rows, recount.lost) == ((), 9)


def test_a_later_figure_is_not_divided_back(new):
    with pytest.raises(CannotCountBack, match="30/06/2025"):
        count_on_map({new[0]: 1}, of=THEN, on=BEFORE)


def test_a_rate_is_not_counted_without_its_two_parts(old, new):
    with pytest.raises(RateNeedsItsParts, match="Tỷ lệ hộ nghèo"):
        count_rate_on_map("Tỷ lệ hộ nghèo", {old[0]: 5}, None, of=BEFORE, on=THEN)
    with pytest.raises(RateNeedsItsParts):
        count_rate_on_map("Tỷ lệ hộ nghèo", {old[0]: 5}, {old[1]: 5}, of=BEFORE, on=THEN)


def test_a_rate_is_the_sums_above_over_the_sums_below(old, new):
    poor, all_households = dict(zip(old, [10, 30, 0], strict=True)), dict(zip(old, [100, 60, 0], strict=True))
    rates = count_rate_on_map("r", poor, all_households, of=BEFORE, on=THEN)
    assert rates == {new[0]: Fraction(20, 120), new[1]: Fraction(20, 40)}


def test_a_rate_over_nothing_is_unknown(old, new):
    assert count_rate_on_map("r", {old[0]: 0}, {old[0]: 0}, of=BEFORE, on=THEN) == {new[0]: None}


def test_verdicts_stand_side_by_side_and_are_never_joined(old, new):
    an, ba, ca = old
    beside = side_by_side({an: "met", ba: "not_met", ca: "met"}, on=THEN)
    assert beside == {new[0]: ((an, "met"), (ba, "not_met")), new[1]: ((ba, "not_met"), (ca, "met"))}


def test_a_unit_that_parted_and_met_again_is_whole():
    start = make_unit("Đầu", valid_until=date(2023, 12, 31))
    left, right = (make_unit(name, valid_from=date(2024, 1, 1), valid_until=BEFORE) for name in ("Trái", "Phải"))
    end = make_unit("Cuối", valid_from=THEN)
    become(start, left, 1, 3, WeightBasis.STATED)
    become(start, right, 2, 3, WeightBasis.STATED)
    become(left, end)
    become(right, end)

    assert [(part.unit, part.share) for part in successors(start, THEN)] == [(end, 1)]
    assert [(part.unit, part.share) for part in predecessors(end, date(2022, 1, 1))] == [(start, 1)]


def test_rounded_figures_add_up_to_the_rounded_total():
    thirds = [Fraction(100, 3)] * 3
    assert rounded(thirds) == [34, 33, 33]
    assert rounded(thirds, decimals=2) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
