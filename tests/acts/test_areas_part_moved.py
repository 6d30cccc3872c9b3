"""A part of a unit moved to its neighbour while the unit went on: both sides of the border still add up."""

from datetime import date
from fractions import Fraction

import pytest

from ntm.areas.counting import count_on_map
from ntm.areas.models import ChangeKind, Succession, WeightBasis
from ntm.areas.selectors import predecessors, successors
from tests.factories import make_unit

pytestmark = pytest.mark.django_db

BEFORE, MOVED_ON, AFTER = date(2023, 12, 31), date(2024, 3, 1), date(2024, 12, 31)


@pytest.fixture
def giving():
    return make_unit("Yên Đổ")


@pytest.fixture
def taking(giving):
    """A neighbour that took a tenth of the giving unit, by a stated share."""
    taking = make_unit("Yên Ninh")
    move(giving, taking, MOVED_ON)
    return taking


def move(giving, taking, on, share=(1, 10), basis=WeightBasis.STATED):
    Succession.objects.create(
        kind=ChangeKind.PART_MOVED,
        effective_on=on,
        predecessor=giving,
        successor=taking,
        share_numerator=share[0],
        share_denominator=share[1],
        basis=basis,
    )


def shares(parts):
    return {part.unit.short_name: part.share for part in parts}


def test_what_moved_and_what_stayed_make_the_whole(giving, taking):
    assert shares(successors(giving, AFTER)) == {"Yên Đổ": Fraction(9, 10), "Yên Ninh": Fraction(1, 10)}


def test_before_the_day_nothing_has_moved(giving, taking):
    assert shares(successors(giving, BEFORE)) == {"Yên Đổ": Fraction(1)}


def test_the_neighbour_is_itself_and_a_tenth_of_the_other(giving, taking):
    assert shares(predecessors(taking, BEFORE)) == {"Yên Ninh": Fraction(1), "Yên Đổ": Fraction(1, 10)}
    assert shares(predecessors(giving, BEFORE)) == {"Yên Đổ": Fraction(9, 10)}


def test_figures_follow_the_part_and_keep_their_sum(giving, taking):
    recount = count_on_map({giving: 1001, taking: 500}, of=BEFORE, on=AFTER)

    assert {row.unit: row.amount for row in recount.rows} == {
        giving: Fraction(9009, 10),
        taking: 500 + Fraction(1001, 10),
    }
    assert (recount.total, recount.lost) == (1501, 0)


def test_figures_counted_after_the_move_stay_where_they_are(giving, taking):
    recount = count_on_map({giving: 900, taking: 600}, of=MOVED_ON, on=AFTER)

    assert {row.unit: row.amount for row in recount.rows} == {giving: 900, taking: 600}


def test_a_second_move_takes_from_what_was_left(giving, taking):
    move(giving, make_unit("Phủ Lý"), date(2024, 6, 1), share=(1, 3))

    assert shares(successors(giving, AFTER)) == {
        "Yên Đổ": Fraction(6, 10),
        "Yên Ninh": Fraction(1, 10),
        "Phủ Lý": Fraction(3, 10),
    }


def test_a_unit_that_ends_after_giving_a_part_away_leaves_only_the_rest(giving, taking):
    giving.valid_until = date(2024, 11, 30)
    giving.save()
    heir = make_unit("Yên Trạch", valid_from=date(2024, 12, 1))
    Succession.objects.create(
        kind=ChangeKind.MERGED, effective_on=date(2024, 12, 1), predecessor=giving, successor=heir
    )

    assert shares(successors(giving, AFTER)) == {"Yên Trạch": Fraction(9, 10), "Yên Ninh": Fraction(1, 10)}


def test_a_share_that_nobody_stated_marks_both_sides(giving):
    move(giving, make_unit("Yên Ninh"), MOVED_ON, share=(1, 2), basis=WeightBasis.ASSUMED)

    assert all(part.assumed for part in successors(giving, AFTER))
