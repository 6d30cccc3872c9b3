"""The best plan, with a proof of how near the best it is: HiGHS on the rules, part by part."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import highspy
import numpy as np

from ntm.core.optimiser.greedy import greedy
from ntm.core.optimiser.parts import Choice, Instance, Progress, Solution
from ntm.core.optimiser.rules import Model, group_of, model_of
from ntm.core.optimiser.separating import separate
from ntm.core.optimiser.splitting import split
from ntm.core.optimiser.valuing import value_of

BEST = "best"
Tell = Callable[[Progress], bool]


def solve(instance: Instance, *, gap: float = 0.001, seconds: float = 60.0, tell: Tell | None = None) -> Solution:
    """Return a solution whose value is proven to be within ``gap`` of the best, or the best found in time.

    Parts that no ceiling, wish or target joins are solved one after the other; their bounds add up. ``tell`` hears
    of progress and stops the search by returning False: what was found by then is returned, unfinished.
    """
    began = perf_counter()
    parts = separate(instance)
    quick = [greedy(part) for part in parts]
    found = list(quick)
    stopped = False
    for place, part in enumerate(parts):
        left = seconds - (perf_counter() - began)
        if left <= 0 or stopped:
            stopped = True
            break
        share = left if len(parts) - place <= 2 else max(1.0, 4 * left / (len(parts) - place))
        better = _solve_part(part, gap, min(left, share), quick[place])
        found[place] = better
        if tell is not None:
            value, bound = sum(one.value for one in found), sum(one.bound for one in found)
            stopped = not tell(Progress(perf_counter() - began, value, bound))
    choices = tuple(choice for one in found for choice in one.choices)
    bound = sum(one.bound for one in found)
    finished = not stopped and all(one.finished for one in found)
    return Solution(choices, value_of(instance, choices), bound, BEST, perf_counter() - began, finished)


def _solve_part(part: Instance, gap: float, seconds: float, quick: Solution) -> Solution:
    began = perf_counter()
    model = model_of(part)
    if not model.worth:
        return Solution((), 0.0, 0.0, BEST, 0.0)
    highs = _highs(model, gap, seconds)
    _begin_with(highs, model, quick)
    choices, value = _run(highs, model, part, quick)
    said = highs.getInfo().objective_function_value
    if value < said - 1e-6 * max(1.0, abs(said)):
        # HiGHS may solve a small part before its search begins and still hand back the plan it was begun with.
        highs = _highs(model, gap, seconds)
        choices, value = _run(highs, model, part, quick)
    bound = float(highs.getInfo().mip_dual_bound)
    done = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Solution(choices, value, max(bound, value), BEST, perf_counter() - began, done)


def _run(highs: highspy.Highs, model: Model, part: Instance, quick: Solution) -> tuple[tuple[Choice, ...], float]:
    """Search, and return what was found with its value, or the quick plan where that is better."""
    highs.run()
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return quick.choices, quick.value
    choices = _choices(model, highs.getSolution().col_value)
    value = value_of(part, choices)
    return (choices, value) if value >= quick.value else (quick.choices, quick.value)


def _highs(model: Model, gap: float, seconds: float) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("time_limit", max(0.1, seconds))
    highs.passModel(_lp(model))
    return highs


def _lp(model: Model) -> highspy.HighsLp:
    """Hand the columns and rows over as arrays."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.worth), len(model.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(model.worth)
    lp.col_lower_, lp.col_upper_ = np.array(model.lower), np.array(model.upper)
    lp.row_lower_ = np.array([row[0] for row in model.rows])
    lp.row_upper_ = np.array([row[1] for row in model.rows])
    lp.integrality_ = [
        highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous for whole in model.whole
    ]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row[2]) for row in model.rows)])
    lp.a_matrix_.index_ = np.array([column for row in model.rows for column, _ in row[2]], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([factor for row in model.rows for _, factor in row[2]], dtype=np.float64)
    return lp


def _begin_with(highs: highspy.Highs, model: Model, quick: Solution) -> None:
    """Tell HiGHS which works the quick plan does, so that it only has to do better."""
    chosen = {(choice.work, choice.year) for choice in quick.choices}
    columns = np.array(list(model.do.values()), dtype=np.int32)
    values = np.array([1.0 if key in chosen else 0.0 for key in model.do])
    highs.setSolution(len(columns), columns, values)


def _choices(model: Model, values: list[float]) -> tuple[Choice, ...]:
    """Read the chosen works off a solution, and give each its own đồng."""
    works = {work.code: work for work in model.instance.works}
    found = []
    for (code, year), column in model.do.items():
        if values[column] > 0.5:
            work = works[code]
            group = group_of(work)
            columns = {source: model.pay.get((group, source, year)) for source in work.eligible}
            paid = {source: values[place] for source, place in columns.items() if place is not None}
            found.append(Choice(code, year, split(work, paid)))
    return tuple(found)
