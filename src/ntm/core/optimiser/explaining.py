"""Why a work is in or out, what more money would bring, and which ceiling forbids a target."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ntm.core.optimiser.parts import Ceiling, Instance, Solution, Target, Wish, Work
from ntm.core.optimiser.solving import solve
from ntm.core.optimiser.valuing import reached
from ntm.core.problems import Text
from ntm.core.quantities import written

BILLION = 1_000_000_000
_PLENTY = 10**16  # đồng; more than any country spends


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one work is done or not."""

    work: str
    done: bool
    why: Text


@dataclass(frozen=True, slots=True)
class MoreMoney:
    """What one more billion under a ceiling brings: further units reached and needs met, found by solving again."""

    ceiling: Ceiling
    units: int
    value: float


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A target that cannot be met: how many units at most, proven, and the ceilings whose lifting alone would do."""

    target: Target
    at_most: int
    forbidden_by: tuple[Ceiling, ...]


def reasons(instance: Instance, solution: Solution) -> tuple[Reason, ...]:
    """Say for each work, in words, why it is in or out."""
    chosen = {choice.work: choice.year for choice in solution.choices}
    come = reached(instance, solution.choices)
    met = {need for work in instance.works if work.code in chosen for need in work.lifts}
    left = _left(instance, solution)
    return tuple(
        Reason(work.code, True, _why_in(work, chosen[work.code], come))
        if work.code in chosen
        else Reason(work.code, False, _why_out(work, instance, met, left))
        for work in instance.works
    )


def one_more_billion(instance: Instance, solution: Solution, *, seconds: float = 2.0) -> tuple[MoreMoney, ...]:
    """Solve again with a billion more under each ceiling; those that bring nothing are left out."""
    before = len(reached(instance, solution.choices))
    found = []
    for place, ceiling in enumerate(instance.ceilings):
        richer = replace(ceiling, dong=ceiling.dong + BILLION)
        ceilings = (*instance.ceilings[:place], richer, *instance.ceilings[place + 1 :])
        again = solve(replace(instance, ceilings=ceilings), gap=0.0001, seconds=seconds)
        gain = again.value - solution.value
        if gain > 1e-6:
            found.append(MoreMoney(ceiling, len(reached(instance, again.choices)) - before, gain))
    return tuple(sorted(found, key=lambda one: -one.value))


def unreachable(instance: Instance, *, seconds: float = 2.0) -> tuple[Unreachable, ...]:
    """Return the targets that no choice of works meets, proven by aiming at each of them alone."""
    found = []
    for target in instance.targets:
        most, proven = _most(instance, target, seconds)
        if most >= target.at_least or not proven:
            continue
        forbidding = []
        for place, ceiling in enumerate(instance.ceilings):
            lifted = (*instance.ceilings[:place], replace(ceiling, dong=_PLENTY), *instance.ceilings[place + 1 :])
            if _most(replace(instance, ceilings=lifted), target, seconds)[0] >= target.at_least:
                forbidding.append(ceiling)
        found.append(Unreachable(target, most, tuple(forbidding)))
    return tuple(found)


def _most(instance: Instance, target: Target, seconds: float) -> tuple[int, bool]:
    """Return how many units can come under a target when nothing else is wanted, and whether that is proven."""
    counted = tuple(wish for wish in instance.wishes if target.counts(wish))
    alone = replace(instance, wishes=counted, targets=(replace(target, at_least=len(counted)),))
    best = solve(alone, gap=0.0, seconds=seconds)
    return len(reached(alone, best.choices)), best.finished


def _why_in(work: Work, year: int, come: tuple[Wish, ...]) -> Text:
    if work.pinned == "must":
        return Text(f"Làm năm {year} vì được yêu cầu bắt buộc.", f"Done in {year} because it was asked for.")
    finishing = [wish for wish in come if wish.needs & work.lifts]
    if finishing:
        units = ", ".join(sorted({wish.unit for wish in finishing}))
        return Text(f"Làm năm {year}: góp phần đưa {units} đạt mức.", f"Done in {year}: helps {units} reach the level.")
    count = len(work.lifts)
    return Text(
        f"Làm năm {year}: nâng {count} chỉ tiêu bằng vốn còn lại.",
        f"Done in {year}: lifts {count} indicators with what is left.",
    )


def _why_out(work: Work, instance: Instance, met: set[tuple[str, str]], left: dict[Ceiling, int]) -> Text:
    if work.pinned == "never":
        return Text("Không làm vì được yêu cầu loại ra.", "Not done because it was ruled out.")
    if not instance.years_of(work):
        return Text("Không làm được trong các năm của phương án.", "Cannot be done in these years.")
    if work.lifts <= met:
        return Text("Công trình khác đã nâng các chỉ tiêu này.", "Other works already lift these indicators.")
    short = min(_missing(work, instance, left))
    if short <= 0:
        return Text("Vốn có thể đủ, nhưng không làm tăng kết quả.", "There would be money, but it adds nothing.")
    return Text(
        f"Vốn còn lại thiếu {written(-(-short // 1_000_000))} triệu đồng; các công trình được chọn mang lại nhiều hơn.",
        f"What is left is {written(-(-short // 1_000_000), 'en')} million đồng short; the chosen works bring more.",
    )


def _missing(work: Work, instance: Instance, left: dict[Ceiling, int]) -> Iterator[int]:
    """Yield, for each year, how much of the cost no ceiling has room for any more; shares are not looked at."""
    for year in instance.years_of(work):
        room = 0
        for source in work.eligible:
            covering = [left[one] for one in instance.ceilings if one.source == source and one.covers(work, year)]
            room += min(covering, default=0)
        yield work.cost - room


def _left(instance: Instance, solution: Solution) -> dict[Ceiling, int]:
    works = {work.code: work for work in instance.works}
    return {
        ceiling: ceiling.dong
        - sum(
            choice.paid.get(ceiling.source, 0)
            for choice in solution.choices
            if ceiling.covers(works[choice.work], choice.year)
        )
        for ceiling in instance.ceilings
    }
