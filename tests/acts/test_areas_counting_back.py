"""A later figure is divided over an earlier map only as an earlier count of the same thing was spread."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from django.test import TestCase

from ntm.areas.counting import count_on_map
from ntm.areas.counting_back import NothingToDivideBy, count_back_on_map
from ntm.areas.models import ChangeKind, Figure, Succession, Tier, Unit, WeightBasis
from ntm.areas.selectors import descendants, home_province
from ntm.areas.services import load_reference
from tests.factories import NOON, make_unit

FEBRUARY, EVE, JULY = date(2024, 2, 23), date(2025, 6, 30), date(2025, 7, 1)

pytestmark = pytest.mark.django_db


def become(before: Unit, after: Unit, of: int = 1) -> None:
    """Let a part of a unit, one of ``of`` equal ones, become part of another in July 2025."""
    Succession.objects.create(
        kind=ChangeKind.MERGED if of == 1 else ChangeKind.SPLIT,
        effective_on=JULY,
        predecessor=before,
        successor=after,
        share_denominator=of,
        basis=WeightBasis.WHOLE if of == 1 else WeightBasis.ASSUMED,
    )


@pytest.fixture
def merged() -> tuple[Unit, Unit, Unit]:
    """Two communes that became one."""
    left, right = (make_unit(name, valid_until=EVE) for name in ("Bên trái", "Bên phải"))
    whole = make_unit("Chung", valid_from=JULY)
    become(left, whole)
    become(right, whole)
    return left, right, whole


def test_a_later_figure_is_divided_as_the_earlier_count_was_spread(merged):
    left, right, whole = merged
    back = count_back_on_map({whole: 100}, spread={left: 30, right: 10}, of=JULY, on=EVE)
    assert {row.unit: row.amount for row in back.rows} == {left: 75, right: 25}
    assert not any(row.assumed for row in back.rows)


def test_a_unit_missing_from_the_earlier_count_is_named(merged):
    left, _, whole = merged
    with pytest.raises(NothingToDivideBy, match="Bên phải"):
        count_back_on_map({whole: 100}, spread={left: 30}, of=JULY, on=EVE)


def test_an_earlier_count_of_nothing_divides_nothing(merged):
    left, right, whole = merged
    with pytest.raises(NothingToDivideBy):
        count_back_on_map({whole: 100}, spread={left: 0, right: 0}, of=JULY, on=EVE)


def test_a_unit_made_of_one_needs_no_earlier_count():
    before, after = make_unit("Cũ", valid_until=EVE), make_unit("Mới", valid_from=JULY)
    become(before, after)
    (row,) = count_back_on_map({after: 7}, spread={}, of=JULY, on=EVE).rows
    assert (row.unit, row.amount) == (before, 7)


def test_an_assumed_share_marks_everything_that_it_bears_on():
    split, beside = (make_unit(name, valid_until=EVE) for name in ("Bị chia", "Bên cạnh"))
    first, second = (make_unit(name, valid_from=JULY) for name in ("Một", "Hai"))
    become(split, first, of=2)
    become(split, second, of=2)
    become(beside, first)
    back = count_back_on_map({first: 60, second: 20}, spread={split: 40, beside: 40}, of=JULY, on=EVE)
    assert {row.unit: (row.amount, row.assumed) for row in back.rows} == {split: (40, True), beside: (40, True)}


class TheCensus(TestCase):
    """What was counted forwards comes back as it was, over two changes."""

    @classmethod
    def setUpTestData(cls) -> None:
        load_reference(at=NOON, by="test")

    def test_people_counted_forwards_and_back_are_where_they_were(self):
        people = {
            one.unit: Fraction(one.amount) for one in Figure.objects.filter(name="population").select_related("unit")
        }
        everyone = {
            unit: people.get(unit, Fraction(0)) for unit in descendants(home_province(FEBRUARY), FEBRUARY, Tier.COMMUNE)
        }
        forwards = {row.unit: row.amount for row in count_on_map(everyone, of=FEBRUARY, on=JULY).rows}

        back = count_back_on_map(forwards, spread=everyone, of=JULY, on=FEBRUARY)

        assert {row.unit: row.amount for row in back.rows} == everyone
        assert back.total == sum(forwards.values())
