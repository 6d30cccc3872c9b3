"""The best plan, with a proof of how near the best it is: HiGHS on the rules, part by part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter

from ntm.core.optimiser.greedy import greedy, topped_up
from ntm.core.optimiser.parts import Choice, Instance, Progress, Solution
from ntm.core.optimiser.rules import model_of
from ntm.core.optimiser.searching import Hear, search
from ntm.core.optimiser.separating import separate
from ntm.core.optimiser.valuing import most_of, value_of

BEST = "best"
Tell = Callable[[Progress], bool]


def solve(
    instance: Instance,
    *,
    gap: float = 0.001,
    seconds: float = 60.0,
    tell: Tell | None = None,
    start: Sequence[Choice] = (),
) -> Solution:
    """Return a solution whose value is proven to be within ``gap`` of the best, or the best found in time.

    Parts that no ceiling, wish or target joins are solved one after the other; their bounds add up. ``tell`` hears
    of progress, many times a second, and stops the search by returning False: what was found by then is returned,
    unfinished. ``start`` are choices that are known to keep every rule.
    Raises PinsCannotBePaid.
    """
    began = perf_counter()
    parts = separate(instance)
    found = [_quick(part, start) for part in parts]
    stopped = False
    for place, part in enumerate(parts):
        left = seconds - (perf_counter() - began)
        if left <= 0 or stopped:
            stopped = True
            break
        share = left if len(parts) - place <= 2 else max(1.0, 4 * left / (len(parts) - place))
        others = [one for number, one in enumerate(found) if number != place]
        ear = _Ear(tell, began, sum(one.value for one in others), sum(one.bound for one in others))
        found[place] = _solve_part(part, gap, min(left, share), found[place], ear)
        stopped = ear.stopped or not ear.hear(found[place].value, found[place].bound)
    choices = tuple(choice for one in found for choice in one.choices)
    bound = sum(one.bound for one in found)
    finished = not stopped and all(one.finished for one in found)
    return Solution(choices, value_of(instance, choices), bound, BEST, perf_counter() - began, finished)


class _Ear:
    """Adds what one part has come to to what is known of the others, and remembers being told to stop."""

    def __init__(self, tell: Tell | None, began: float, value: float, bound: float) -> None:
        self._tell, self._began, self._value, self._bound = tell, began, value, bound
        self.floor, self.roof = float("-inf"), float("inf")  # what the part is worth at least, and at most
        self.stopped = False

    def hear(self, value: float, bound: float) -> bool:
        if self._tell is None or self.stopped:
            return not self.stopped
        best, most = self._value + max(value, self.floor), self._bound + min(max(bound, value), self.roof)
        self.stopped = not self._tell(Progress(perf_counter() - self._began, best, most))
        return not self.stopped


def _quick(part: Instance, start: Sequence[Choice]) -> Solution:
    """Return the better of the careful clerk's plan and the one to begin with, with what all money would bring."""
    quick = replace(greedy(part), bound=most_of(part))
    codes = {work.code for work in part.works}
    known = topped_up(part, [choice for choice in start if choice.work in codes]) if start else ()
    value = value_of(part, known) if known else float("-inf")
    return replace(quick, choices=known, value=value) if value > quick.value else quick


def _solve_part(part: Instance, gap: float, seconds: float, quick: Solution, ear: _Ear) -> Solution:
    began = perf_counter()
    model = model_of(part)
    if not model.worth:
        return Solution((), 0.0, 0.0, BEST, 0.0)
    ear.floor, ear.roof = quick.value, quick.bound
    hear: Hear = ear.hear
    found = search(model, gap=gap, seconds=seconds, start=quick.choices, hear=hear)
    choices, value = _better(part, quick, found.choices)
    # HiGHS may solve a small part before its search begins and still hand back the plan it was begun with.
    if found.finished and (found.bound - value) > max(gap, 1e-6) * max(1.0, abs(found.bound)):
        found = search(model, gap=gap, seconds=seconds, hear=hear)
        choices, value = _better(part, quick, found.choices)
    bound = max(min(found.bound, quick.bound), value)
    return Solution(choices, value, bound, BEST, perf_counter() - began, found.finished)


def _better(part: Instance, quick: Solution, choices: tuple[Choice, ...] | None) -> tuple[tuple[Choice, ...], float]:
    if choices is None:
        return quick.choices, quick.value
    kept = topped_up(part, choices)
    value = value_of(part, kept)
    return (kept, value) if value >= quick.value else (quick.choices, quick.value)
