"""Whatever is asked: an answer keeps every rule, is as good as it says, and no checker is fooled by a changed one."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ntm.core.optimiser import (
    CHEAP_FIRST,
    Ceiling,
    Choice,
    Instance,
    PinsCannotBePaid,
    Solution,
    Target,
    TooDear,
    Wish,
    Work,
    check,
    greedy,
    one_more_billion,
    pay,
    pay_in_order,
    reached,
    separate,
    solve,
    under,
    value_of,
    verify,
)
from ntm.core.optimiser.greedy import topped_up
from ntm.core.optimiser.trimming import trimmed

SOURCES = ("central/investment", "central/recurrent", "district", "people")
YEARS = (2024, 2025)
AREAS = ("168", "170")
MILLION = 1_000_000
costs = st.integers(1, 40).map(lambda tens: tens * 10 * MILLION + 7)  # no round sums: the đồng has to be shared out
calm = settings(max_examples=60)


@st.composite
def works(draw, code: str, needs, pins=("", "", "", "never"), cost=costs) -> Work:
    eligible = draw(st.sets(st.sampled_from(SOURCES), min_size=1))
    least = {"people": draw(st.sampled_from((5, 33)))} if "people" in eligible and draw(st.booleans()) else {}
    central = any(source.startswith("central/") for source in eligible)
    most = {"central": draw(st.sampled_from((50, 70)))} if central and {"district", "people"} & eligible else {}
    return Work(
        code,
        code,
        frozenset(draw(st.sets(st.sampled_from(needs), min_size=1, max_size=2))),
        draw(cost),
        frozenset(eligible),
        draw(st.sampled_from(AREAS)),
        "19",
        earliest=draw(st.sampled_from(YEARS)),
        at_least=least,
        at_most=most,
        essential=draw(st.booleans()),
        pinned=draw(st.sampled_from(pins)),
    )


@st.composite
def ceilings(draw, money) -> tuple[Ceiling, ...]:
    """Ceilings of the province and of districts, nested for one source, some with money that may be carried over."""
    areas = (("central/investment", ""), ("central/recurrent", "19"), ("district", "168"), ("district", "170"))
    found = []
    for source, area in (*areas, ("people", "19"), ("people", "168")):
        first, second = draw(money), draw(money)
        carried = source != "people" and draw(st.booleans())
        found.append(Ceiling(source, area, YEARS[0], first))
        found.append(Ceiling(source, area, YEARS[1], first + second if carried else second, YEARS[0] * carried))
    return tuple(found)


tens_of_millions = st.integers(0, 60).map(lambda tens: tens * 10 * MILLION)


@st.composite
def questions(draw, most: int = 5, pins=("", "", "", "never"), cost=costs, money=tens_of_millions) -> Instance:
    units = ("A", "B")
    needs = [(unit, code) for unit in units for code in ("1", "2")]
    found = tuple(draw(works(f"w{place}", needs, pins, cost)) for place in range(draw(st.integers(1, most))))
    wishes = tuple(
        Wish(unit, "ntm", draw(st.sampled_from(YEARS)), frozenset(need for need in needs if need[0] == unit), 1, "19")
        for unit in units
    )
    target = Target("ntm", draw(st.integers(0, 2)), 2025)
    return Instance(YEARS, found, wishes, draw(ceilings(money)), (target,))


# Costs and ceilings of a few đồng: here a split either fits to the last đồng or it does not.
small = {"cost": st.integers(1, 12), "money": st.integers(0, 12)}
pinned = ("", "", "must", "never")


@calm
@given(question=questions(), strategy=st.sampled_from(("balanced", CHEAP_FIRST)))
def test_a_quick_answer_keeps_every_rule(question, strategy):
    assert check(question) == []
    assert verify(question, greedy(question, strategy)) == []


@calm
@given(question=questions(pins=pinned), strategy=st.sampled_from(("balanced", CHEAP_FIRST)))
def test_pins_are_kept_by_every_way_or_refused_by_every_way(question, strategy):
    """What must be done is done, even where careful buying finds no money for it and a search has to."""
    try:
        quick = greedy(question, strategy)
    except PinsCannotBePaid:
        with pytest.raises(PinsCannotBePaid):
            solve(question, gap=0.0, seconds=10)
        return
    best = solve(question, gap=0.0, seconds=10)
    must = {work.code for work in question.works if work.pinned == "must"}
    for found in (quick, best):
        assert verify(question, found) == []
        assert must <= {choice.work for choice in found.choices}
    assert best.value >= quick.value - 1e-5


@calm
@given(question=questions(most=4, pins=("",), **small))
def test_a_ceiling_that_fits_to_the_last_dong_is_used_to_the_last_dong(question):
    """Hold the best against every choice of works and years, each paid by trying every split in whole đồng."""
    best = solve(question, gap=0.0, seconds=10)
    assert verify(question, best) == []
    for years in product((None, *YEARS), repeat=len(question.works)):
        doing = [(work, year) for work, year in zip(question.works, years, strict=True) if year]
        if all(work.earliest <= year for work, year in doing):
            paid = pay(question, {(work.code, year): {} for work, year in doing})
            assert isinstance(paid, TooDear) != can_be_paid(question, doing)
            if not isinstance(paid, TooDear):
                assert value_of(question, paid) <= best.value + 1e-5


def can_be_paid(question, doing) -> bool:
    """Try every split of every cost, đồng by đồng."""
    if not doing:
        return True
    (work, year), *rest = doing
    for parts in splits(work, sorted(work.eligible)):
        richer = poorer(question, work, year, parts)
        if richer is not None and can_be_paid(richer, rest):
            return True
    return False


def splits(work, sources):
    for parts in product(range(work.cost + 1), repeat=len(sources) - 1):
        last = work.cost - sum(parts)
        if last >= 0:
            found = dict(zip(sources, (*parts, last), strict=True))
            borne = {
                key: sum(dong for one, dong in found.items() if under(one, key))
                for key in (*work.at_least, *work.at_most)
            }
            least = all(borne[key] >= work.cost * share // 100 for key, share in work.at_least.items())
            if least and all(borne[key] <= -(-work.cost * share // 100) for key, share in work.at_most.items()):
                yield found


def poorer(question, work, year, parts):
    ceilings = []
    for one in question.ceilings:
        taken = parts.get(one.source, 0) if one.covers(work, year) else 0
        if taken > one.dong:
            return None
        ceilings.append(replace(one, dong=one.dong - taken))
    for source, dong in parts.items():
        if dong and not any(one.source == source and one.covers(work, year) for one in ceilings):
            return None
    return replace(question, ceilings=tuple(ceilings))


@calm
@given(question=questions())
def test_a_plan_is_topped_up_and_trimmed_without_breaking_a_rule(question):
    half = greedy(question).choices[::2]
    for choices in (topped_up(question, half), trimmed(question, half)):
        assert verify(question, Solution(choices, value_of(question, choices), float("inf"), "x", 0.0)) == []
    assert value_of(question, topped_up(question, half)) >= value_of(question, half) - 1e-9
    assert value_of(question, trimmed(question, half)) >= value_of(question, half) - 1e-9


@calm
@given(question=questions())
def test_a_billion_more_is_told_only_where_it_brings_something(question):
    best = solve(question, gap=0.0, seconds=10)
    for more in one_more_billion(question, best, seconds=20, gap=0.0):
        assert more.value > 0
        assert more.units >= 0 or more.value >= 1e-6


@calm
@given(question=questions())
def test_the_best_answer_keeps_every_rule_and_is_no_worse_than_a_quick_one(question):
    best = solve(question, gap=0.0, seconds=10)
    assert verify(question, best) == []
    assert best.finished
    assert best.value >= greedy(question).value - 1e-5
    assert best.bound >= best.value - 1e-6


@settings(max_examples=25)
@given(question=questions(most=4))
def test_no_choice_of_works_and_years_is_better_than_the_best(question):
    best = solve(question, gap=0.0, seconds=10)
    for years in product((None, *YEARS), repeat=len(question.works)):
        pinned = tuple(
            replace(work, pinned="never" if year is None else "must", earliest=year or 0, latest=year or 9999)
            for work, year in zip(question.works, years, strict=True)
        )
        if any(work.pinned == "never" and year for work, year in zip(question.works, years, strict=True)):
            continue
        if any(year is not None and year < work.earliest for work, year in zip(question.works, years, strict=True)):
            continue
        with suppress(PinsCannotBePaid):
            only = solve(replace(question, works=pinned), gap=0.0, seconds=5)
            assert verify(replace(question, works=pinned), only) == []
            assert only.value <= best.value + 1e-6


@calm
@given(question=questions(), more=st.integers(1, 500))
def test_more_money_never_does_harm(question, more):
    richer = replace(
        question, ceilings=tuple(replace(one, dong=one.dong + more * MILLION) for one in question.ceilings)
    )
    assert solve(richer, gap=0.0, seconds=10).value >= solve(question, gap=0.0, seconds=10).value - 1e-5


@calm
@given(question=questions(), strategy=st.sampled_from(("balanced", CHEAP_FIRST)), data=st.data())
def test_paying_in_an_order_keeps_every_rule_and_spends_most_of_what_comes_first(question, strategy, data):
    chosen = greedy(question, strategy)
    order = data.draw(st.permutations(sorted({source for work in question.works for source in work.eligible})))
    paid = replace(chosen, choices=pay_in_order(question, chosen.choices, order))
    assert verify(question, paid) == []
    assert [(one.work, one.year) for one in paid.choices] == [(one.work, one.year) for one in chosen.choices]
    for place in range(1, len(order)):
        first = set(order[:place])
        assert borne(paid, first) >= borne(chosen, first)


def borne(solution, sources):
    return sum(dong for one in solution.choices for source, dong in one.paid.items() if source in sources)


@calm
@given(question=questions())
def test_parts_that_share_nothing_are_worth_what_the_whole_is(question):
    parts = separate(question)
    assert sorted(work.code for part in parts for work in part.works) == sorted(work.code for work in question.works)
    best = solve(question, gap=0.0, seconds=10)
    assert sum(
        value_of(part, [c for c in best.choices if c.work in {w.code for w in part.works}]) for part in parts
    ) == (pytest.approx(best.value))


@calm
@given(question=questions(), data=st.data())
def test_the_verifier_finds_any_changed_dong(question, data):
    best = solve(question, gap=0.0, seconds=10)
    assume(best.choices)
    choice = data.draw(st.sampled_from(best.choices))
    source = data.draw(st.sampled_from(sorted(choice.paid)))
    off = data.draw(st.sampled_from((-1, 1)))
    changed = replace(choice, paid={**choice.paid, source: choice.paid[source] + off})
    others = tuple(one for one in best.choices if one is not choice)
    assert verify(question, replace(best, choices=(*others, changed)))
    assert verify(question, replace(best, choices=(*best.choices, choice)))
    assert verify(question, replace(best, choices=(*others, Choice("nobody", 2024, {}))))


@calm
@given(question=questions())
def test_a_unit_is_reached_only_when_all_its_needs_are_met(question):
    best = solve(question, gap=0.0, seconds=10)
    done = {work.code: work for work in question.works}
    lifted = {need for choice in best.choices for need in done[choice.work].lifts}
    assert all(wish.needs <= lifted for wish in reached(question, best.choices))
