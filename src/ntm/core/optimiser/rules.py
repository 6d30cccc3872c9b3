"""The rules of the plan as rows of a mixed-integer programme, one function per rule.

Columns: ``do[w, y]`` is 1 when work w is done in year y; ``met[n]`` says that need n is met at all; ``reach[k]`` that
wish k is reached; ``count[t]`` how many units count towards target t; ``pay[g, s, y]`` is what source s pays in year
y, in triệu đồng, for the works of group g.

Works with the same area, province, eligible sources and shares form one group. Their payments are joined: a split
among sources that fits the group's whole cost fits each of its works in proportion, but for some đồng of rounding,
so the model is ten times smaller. ``paying.py`` pays each work to the đồng; where it cannot, ``leave_one_out`` says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ntm.core.optimiser.covering import Covering
from ntm.core.optimiser.parts import Instance, Need, Work
from ntm.core.optimiser.valuing import ESSENTIAL, NEED, PER_DONG, TARGET, UNIT

MILLION = 1_000_000
INFINITE = float("inf")
Group = tuple[object, ...]


@dataclass(slots=True)
class Model:
    """Columns and rows as they are gathered; ``do`` and ``pay`` find columns again."""

    instance: Instance
    covering: Covering
    worth: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, list[tuple[int, float]]]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    do: dict[tuple[str, int], int] = field(default_factory=dict)
    met: dict[Need, int] = field(default_factory=dict)
    reach: dict[int, int] = field(default_factory=dict)
    pay: dict[tuple[Group, str, int], int] = field(default_factory=dict)
    groups: dict[Group, list[Work]] = field(default_factory=lambda: defaultdict(list))

    def column(self, worth: float, upper: float, *, whole: bool = False, lower: float = 0.0) -> int:
        self.worth.append(worth)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.worth) - 1

    def row(self, name: str, lower: float, upper: float, terms: Iterable[tuple[int, float]]) -> None:
        self.rows.append((lower, upper, list(terms)))
        self.names.append(name)


def model_of(instance: Instance) -> Model:
    """Write a question down as a mixed-integer programme."""
    model = Model(instance, Covering(instance.ceilings))
    for rule in (
        do_each_work_once,
        meet_a_need_by_a_work,
        reach_a_level_when_all_needs_are_met,
        count_towards_each_target,
        pay_for_what_is_done,
        keep_each_sources_share,
        stay_under_each_ceiling,
    ):
        rule(model)
    return model


def group_of(work: Work) -> Group:
    shares = tuple(sorted(work.at_least.items())), tuple(sorted(work.at_most.items()))
    return (work.area, work.province, tuple(sorted(work.eligible)), *shares)


def do_each_work_once(model: Model) -> None:
    """A work is done in at most one year; pinned works in exactly one, or in none.

    For each work w: Σ over years y of do[w, y] ≤ 1 (= 1 when it must be done).
    """
    for work in model.instance.works:
        if work.pinned == "never":
            continue
        years = model.instance.years_of(work)
        for year in years:
            model.do[work.code, year] = model.column(-PER_DONG * work.cost, 1, whole=True)
        least = 1.0 if work.pinned == "must" else 0.0
        model.row(f"once {work.code}", least, 1, [(model.do[work.code, year], 1) for year in years])
        model.groups[group_of(work)].append(work)


def meet_a_need_by_a_work(model: Model) -> None:
    """A need is met when some work that lifts it is done; one of an essential work is worth more.

    For each need n: met[n] ≤ Σ do[w, y] over the works that lift it; the further worth of essential works likewise.
    """
    for essential, worth in ((False, NEED), (True, ESSENTIAL - NEED)):
        lifting: dict[Need, list[int]] = defaultdict(list)
        for work in model.instance.works:
            if work.essential or not essential:
                for need in work.lifts:
                    lifting[need] += [
                        model.do[work.code, year]
                        for year in model.instance.years_of(work)
                        if (work.code, year) in model.do
                    ]
        for need, columns in lifting.items():
            met = model.column(worth, 1)
            model.row(f"meet {need}", 0, INFINITE, [(met, -1), *((column, 1) for column in columns)])


def reach_a_level_when_all_needs_are_met(model: Model) -> None:
    """A unit reaches its level when each of its needs is met by a work of that year or before.

    For each wish k and need n: reach[k] ≤ Σ do[w, y] over the works that lift n and years y ≤ year[k].
    """
    lifting: dict[Need, list[tuple[int, int]]] = defaultdict(list)
    for work in model.instance.works:
        for year in model.instance.years_of(work):
            column = model.do.get((work.code, year))
            for need in work.lifts if column is not None else ():
                lifting[need].append((year, column))  # type: ignore[arg-type]
    for place, wish in enumerate(model.instance.wishes):
        reach = model.reach[place] = model.column(UNIT * wish.weight, 1)
        for need in wish.needs:
            by_then = [(column, 1.0) for year, column in lifting[need] if year <= wish.year]
            model.row(f"reach {wish.unit} {need}", 0, INFINITE, [(reach, -1), *by_then])


def count_towards_each_target(model: Model) -> None:
    """Units beyond what a target asks are worth no more than any other.

    For each target t: count[t] ≤ Σ reach[k] over its wishes, and count[t] ≤ at_least[t].
    """
    for target in model.instance.targets:
        count = model.column(TARGET, target.at_least)
        counted = [(model.reach[k], 1.0) for k, wish in enumerate(model.instance.wishes) if target.counts(wish)]
        model.row(f"count {target.level}", 0, INFINITE, [(count, -1), *counted])


def pay_for_what_is_done(model: Model) -> None:
    """Sources pay for what is done, no more and no less, in triệu đồng.

    For each group g and year y: Σ over sources of pay[g, s, y] = Σ over its works of cost[w] · do[w, y].
    """
    for group, year, done in _done(model):
        work = model.groups[group][0]
        paid = []
        for source in sorted(work.eligible):
            if model.covering.of(work, source, year):
                column = model.pay[group, source, year] = model.column(0, INFINITE)
                paid.append((column, 1.0))
        model.row(f"pay {year}", 0, 0, [*paid, *((column, -cost) for column, cost in done)])


def keep_each_sources_share(model: Model) -> None:
    """The sources of a share bear at least and at most that share of what is done, together.

    For each group g, year y and share b: Σ over works of least[w] · do[w, y] ≤ Σ over its sources of pay[g, s, y]
    ≤ Σ over works of most[w] · do[w, y], where a least share is rounded down and a greatest up, to the đồng.
    """
    for group, year, done in _done(model):
        works = [work for work in model.groups[group] if (work.code, year) in model.do]
        for block in works[0].blocks:
            names = [(group, source, year) for source in block.sources]
            paid = [(model.pay[one], 1.0) for one in names if one in model.pay]
            if block.least:
                least = [block.least_of(work.cost) / MILLION for work in works]
                shares = [(column, -share) for (column, _), share in zip(done, least, strict=True)]
                model.row(f"least {block.sources}", 0, INFINITE, [*paid, *shares])
            if block.most < 100 and paid:
                most = [block.most_of(work.cost) / MILLION for work in works]
                shares = [(column, -share) for (column, _), share in zip(done, most, strict=True)]
                model.row(f"most {block.sources}", -INFINITE, 0, [*paid, *shares])


def stay_under_each_ceiling(model: Model) -> None:
    """What a source pays in an area and year stays under its ceiling.

    For each ceiling c: Σ pay[g, s, y] over the groups and years it covers ≤ ceiling.
    """
    columns: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (group, source, year), column in model.pay.items():
        for place in model.covering.of(model.groups[group][0], source, year):
            columns[place].append((column, 1.0))
    for place, ceiling in enumerate(model.instance.ceilings):
        name = f"ceiling {ceiling.source} {ceiling.area} {ceiling.year}"
        model.row(name, -INFINITE, max(0, ceiling.dong) / MILLION, columns[place])


def leave_one_out(model: Model, doing: Iterable[tuple[str, int]]) -> None:
    """Works of which it was seen that no payment to the đồng bears them all are not all done.

    For each such set S of (work, year): Σ do[w, y] ≤ |S| − 1. Needed where the search's own precision hides some đồng.
    """
    columns = [(model.do[one], 1.0) for one in doing]
    model.row("too dear together", -INFINITE, len(columns) - 1, columns)


def _done(model: Model) -> Iterator[tuple[Group, int, list[tuple[int, float]]]]:
    """Yield each group and year with the columns of its works and their costs in triệu đồng."""
    for group, works in model.groups.items():
        for year in model.instance.years:
            done = [(model.do[work.code, year], work.cost / MILLION) for work in works if (work.code, year) in model.do]
            if done:
                yield group, year, done
