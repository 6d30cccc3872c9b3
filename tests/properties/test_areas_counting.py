"""Whatever units become, nothing counted in them is lost or doubled."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from random import Random

from django.test import TestCase
from hypothesis import given
from hypothesis import strategies as st

from ntm.areas.counting import count_on_map, recounted, rounded
from ntm.areas.models import Succession, Tier, Unit, WeightBasis
from ntm.areas.selectors.succession import Steps, parts_of
from ntm.areas.services import load_reference
from tests.factories import NOON

BEGINNING = date(2020, 1, 1)
YEAR = timedelta(days=365)
EVE, JULY = date(2025, 6, 30), date(2025, 7, 1)

fractions = st.fractions(min_value=0, max_value=10**9, max_denominator=10**6)


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Unit], date, Steps]:
    """Draw two to four maps; each unit of one is divided at will among units of the next. No database."""
    maps = draw(st.integers(2, 4))
    generations = [
        [_unit(100 * number + place, number, last=number == maps - 1) for place in range(draw(st.integers(1, 6)))]
        for number in range(maps)
    ]
    steps: Steps = defaultdict(list)
    for before, after in pairwise(generations):
        for unit in before:
            heirs = draw(st.lists(st.sampled_from(after), min_size=1, unique_by=lambda heir: heir.pk))
            weights = [draw(st.integers(1, 9)) for _ in heirs]
            steps[unit.pk] = [
                Succession(
                    predecessor=unit,
                    successor=heir,
                    effective_on=heir.valid_from,
                    share_numerator=weight,
                    share_denominator=sum(weights),
                    basis=WeightBasis.STATED if len(heirs) > 1 else WeightBasis.WHOLE,
                )
                for heir, weight in zip(heirs, weights, strict=True)
            ]
    return generations[0], BEGINNING + maps * YEAR, steps


def _unit(pk: int, generation: int, *, last: bool) -> Unit:
    begins = BEGINNING + generation * YEAR
    ends = None if last else begins + YEAR - timedelta(days=1)
    return Unit(pk=pk, code=str(pk), name=str(pk), sort_name=f"{pk:04}", valid_from=begins, valid_until=ends)


@given(changes())
def test_the_shares_of_a_unit_sum_to_one(drawn):
    units, day, steps = drawn
    for unit in units:
        assert sum(part.share for part in parts_of(unit, day, steps).values()) == 1


@given(changes(), st.data())
def test_sums_are_conserved_exactly(drawn, data):
    units, day, steps = drawn
    figures = {unit: data.draw(st.decimals(0, 10**9, places=6)) for unit in units}

    recount = recounted(figures, day, steps)

    assert recount.total == sum(Fraction(figure) for figure in figures.values())
    assert recount.lost == 0
    for row in recount.rows:
        assert row.amount == sum(amount for _, amount in row.made_of)


@given(changes(), st.data())
def test_counting_in_two_parts_and_adding_is_counting_at_once(drawn, data):
    units, day, steps = drawn
    first, second = ({unit: data.draw(st.integers(0, 10**6)) for unit in units} for _ in range(2))
    both = {unit: first[unit] + second[unit] for unit in units}

    halves = [{row.unit: row.amount for row in recounted(one, day, steps).rows} for one in (first, second)]

    for row in recounted(both, day, steps).rows:
        assert row.amount == halves[0][row.unit] + halves[1][row.unit]


@given(st.lists(fractions, min_size=1, max_size=30), st.integers(0, 3))
def test_rounding_keeps_the_total_and_moves_no_figure_by_a_whole_step(amounts, decimals):
    figures = rounded(amounts, decimals=decimals)
    scale = 10**decimals

    assert sum(figures) * scale == round(sum(amounts) * scale)
    for amount, figure in zip(amounts, figures, strict=True):
        assert floor(amount * scale) <= figure * scale <= ceil(amount * scale)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=30))
def test_whole_figures_are_left_alone_by_rounding(amounts):
    assert rounded([Fraction(amount) for amount in amounts]) == amounts


class TheWholeCountry(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load_reference(at=NOON, by="test")

    def test_figures_of_every_commune_are_conserved_across_july_2025(self):
        random = Random(2025)  # noqa: S311
        units = Unit.objects.on(EVE).filter(tier=Tier.COMMUNE).order_by("code")
        figures = {unit: random.randint(0, 40_000) for unit in units}

        recount = count_on_map(figures, of=EVE, on=JULY)

        assert len(figures) == 10_035
        assert recount.total == sum(figures.values())
        assert recount.lost == 0
        assert sum(rounded([row.amount for row in recount.rows])) == sum(figures.values())

    def test_only_what_is_made_of_a_divided_unit_is_marked_as_assumed(self):
        units = list(Unit.objects.on(EVE).filter(tier=Tier.COMMUNE))
        divided = set(Succession.objects.filter(basis=WeightBasis.ASSUMED).values_list("predecessor", flat=True))

        for row in count_on_map(dict.fromkeys(units, 1), of=EVE, on=JULY).rows:
            assert row.assumed == any(unit.pk in divided for unit, _ in row.made_of)

        assert {"05461", "05467", "05932"} <= {unit.code for unit in units if unit.pk in divided}
