"""What holds on every path and every day that could exist."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path as File

from hypothesis import given
from hypothesis import strategies as st

from ntm.core.problems import Text
from ntm.core.procedure import Handling, Path, Step, load, working_day_after
from ntm.core.procedure.working_days import works

LAW = load(File(__file__).parents[2] / "law")
days = st.dates(date(2022, 8, 2), date(2035, 12, 31))
reached = st.sampled_from([None, *Step])
counts = st.integers(1, 60)


def handling(step: Step) -> Handling:
    nobody = Text("ai đó", "somebody")
    return Handling(step, "commune-officer", "commune", nobody, nobody, None, "low", "1/QĐ-X")


@st.composite
def paths(draw) -> Path:
    """Draw a path with any number of forms, each with some of the steps in their order."""
    begins = sorted({date(2022, 8, 2), *draw(st.lists(days, max_size=4))})
    chosen = [draw(st.sets(st.sampled_from(list(Step)), min_size=1)) for _ in begins]
    forms = [tuple(handling(step) for step in Step if step in some) for some in chosen]
    return Path("commune", tuple(zip(begins, forms, strict=True)))


@given(path=paths(), done=reached, day=days)
def test_what_comes_next_is_always_later_and_leaves_nothing_out(path, done, day):
    after = path.next_after(done, day)

    left = [one.step for one in path.on(day) if done is None or one.step.order > done.order]
    assert (after and after.step) == (min(left, key=lambda step: step.order) if left else None)


@given(path=paths(), walked_on=st.lists(days, min_size=4, max_size=8))
def test_every_walk_goes_forward_and_ends_however_the_path_changes_under_way(path, walked_on):
    done, last = [], max(walked_on)
    for day in (*sorted(walked_on), *[last] * len(Step)):
        after = path.next_after(done[-1] if done else None, day)
        done += [after.step] if after else []

    assert done == [step for step in Step if step in done]
    assert path.next_after(done[-1], last) is None


@given(day=st.dates(date(2022, 8, 2), date(2025, 6, 30)), later=st.dates(date(2025, 7, 1), date(2035, 12, 31)))
def test_whatever_a_commune_reached_before_districts_left_its_appraisal_is_still_ahead(day, later):
    commune = LAW.path("commune")
    for done in (Step.REPORT, Step.VERIFY):
        assert commune.handling(done, day)
        assert commune.next_after(done, later).step is Step.APPRAISE


@given(day=days, count=counts, holidays=st.frozensets(days, max_size=20))
def test_a_limit_never_ends_on_a_weekend_or_a_holiday(day, count, holidays):
    end = working_day_after(day, count, holidays)

    assert end.weekday() < 5
    assert (end.day, end.month) not in {(1, 1), (30, 4), (1, 5), (2, 9)}
    assert end not in holidays


@given(day=days, count=counts, holidays=st.frozensets(days, max_size=20))
def test_between_a_day_and_its_limit_lie_as_many_working_days_as_asked(day, count, holidays):
    end = working_day_after(day, count, holidays)

    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(works(one, holidays) for one in between) == count


@given(day=days, first=counts, then=counts)
def test_two_limits_one_after_the_other_are_one_of_their_sum(day, first, then):
    assert working_day_after(working_day_after(day, first), then) == working_day_after(day, first + then)
