"""One search by HiGHS over a written-down model, which tells of its progress and can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import perf_counter

import highspy
import numpy as np

from ntm.core.optimiser.parts import Choice, Work
from ntm.core.optimiser.paying import Doing, TooDear, pay
from ntm.core.optimiser.rules import Model, group_of, leave_one_out

# Hears (value so far, bound so far); answers False to stop. Before anything is found the value is −∞.
Hear = Callable[[float, float], bool]
_ROUNDS = 25
_PRECISE = 1e-9  # in triệu đồng, and in whether a work is done; coarser would let some đồng slip


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: choices (None: it found none), what no other exceeds, and whether it came to its end.

    ``impossible``: it was proven that nothing keeps the rules.
    """

    choices: tuple[Choice, ...] | None
    bound: float
    finished: bool
    impossible: bool = False


def search(
    model: Model, *, gap: float, seconds: float, start: Iterable[Choice] | None = None, hear: Hear | None = None
) -> Found:
    """Look for the best choices, beginning with some, until their gap is closed, time is over or ``hear`` says stop.

    What is found is paid to the đồng. Where the search's precision has let a few đồng slip, the works concerned are
    told apart and it looks again: the bound of the first look stays true.
    """
    began = perf_counter()
    bound = float("inf")
    for _ in range(_ROUNDS):
        left = seconds - (perf_counter() - began)
        if left <= 0:
            break
        highs = _highs(model, gap, left)
        if start is not None:
            _begin_with(highs, model, start)
        stopped = _run(highs, hear)
        info, status = highs.getInfo(), highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Found(None, float("-inf"), finished=True, impossible=True)
        bound = min(bound, float(info.mip_dual_bound))
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Found(None, bound, finished=False)
        paid = pay(model.instance, _proposed(model, highs.getSolution().col_value), model.covering)
        if not isinstance(paid, TooDear):
            return Found(paid, bound, finished=status == highspy.HighsModelStatus.kOptimal)
        leave_one_out(model, paid.doing)
        if stopped:
            break
    return Found(None, bound, finished=False)


def _highs(model: Model, gap: float, seconds: float) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.silent()
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", _PRECISE)
    highs.setOptionValue("mip_feasibility_tolerance", _PRECISE)
    highs.setOptionValue("primal_feasibility_tolerance", _PRECISE)
    highs.setOptionValue("time_limit", max(0.1, seconds))
    highs.passModel(_lp(model))
    return highs


def _run(highs: highspy.Highs, hear: Hear | None) -> bool:
    """Run, and say whether the listener stopped it."""
    stopped = False

    def listen(event: highspy.highs.HighsCallbackEvent) -> None:
        nonlocal stopped
        told = event.data_out
        stopped = stopped or not hear(_known(told.mip_primal_bound), _known(told.mip_dual_bound))  # type: ignore[misc]
        event.data_in.user_interrupt = stopped  # type: ignore[union-attr]

    if hear is not None:
        highs.cbMipInterrupt.subscribe(listen)
    highs.run()
    return stopped


def _known(figure: float) -> float:
    """Read HiGHS's infinities, which it also writes as very large numbers."""
    return float("inf") if figure > 1e29 else float("-inf") if figure < -1e29 else float(figure)


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


def _begin_with(highs: highspy.Highs, model: Model, start: Iterable[Choice]) -> None:
    """Tell HiGHS which works a known plan does, so that it only has to do better."""
    chosen = {(choice.work, choice.year) for choice in start}
    columns = np.array(list(model.do.values()), dtype=np.int32)
    values = np.array([1.0 if key in chosen else 0.0 for key in model.do])
    highs.setSolution(len(columns), columns, values)


def _proposed(model: Model, values: list[float]) -> dict[Doing, dict[str, float]]:
    """Read the chosen works off a solution; each is paid in the proportions of its group, in đồng."""
    works: Mapping[str, Work] = {work.code: work for work in model.instance.works}
    found: dict[Doing, dict[str, float]] = {}
    for (code, year), column in model.do.items():
        if values[column] > 0.5:
            work = works[code]
            group = group_of(work)
            places = {source: model.pay.get((group, source, year)) for source in sorted(work.eligible)}
            paid = {source: max(0.0, values[place]) for source, place in places.items() if place is not None}
            total = sum(paid.values())
            found[code, year] = {source: work.cost * one / total if total else 0.0 for source, one in paid.items()}
    return found
