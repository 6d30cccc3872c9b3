"""Why a work is in or out, what more money would bring, and which ceiling forbids a target."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from ntm.core.optimiser.covering import Covering
from ntm.core.optimiser.parts import Ceiling, Instance, Progress, Solution, Target, Wish, Work
from ntm.core.optimiser.separating import separate
from ntm.core.optimiser.solving import Tell, solve
from ntm.core.optimiser.valuing import reached, value_of
from ntm.core.problems import Text
from ntm.core.quantities import written

BILLION = 1_000_000_000
_PLENTY = 10**16  # đồng; more than any country spends
_LEAST_SECONDS = 0.5  # for one look


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one work is done or not."""

    work: str
    done: bool
    why: Text


@dataclass(frozen=True, slots=True)
class MoreMoney:
    """What one more billion under a ceiling brings: further units reached and value, found by solving again."""

    ceiling: Ceiling
    units: int
    value: float


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking again found, and how many ceilings or targets time did not suffice for."""

    found: tuple[MoreMoney, ...] | tuple[Unreachable, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A target that cannot be met: how many units at most, proven, and the ceilings whose lifting alone would do."""

    target: Target
    at_most: int
    forbidden_by: tuple[Ceiling, ...]


def reasons(instance: Instance, solution: Solution, names: Mapping[str, str] | None = None) -> tuple[Reason, ...]:
    """Say for each work, in words, why it is in or out; ``names`` gives units and sources their names by code."""
    told = names or {}
    chosen = {choice.work: choice.year for choice in solution.choices}
    come = _by_need(reached(instance, solution.choices))
    met = {need for work in instance.works if work.code in chosen for need in work.lifts}
    covering = Covering(instance.ceilings)
    left = covering.left({work.code: work for work in instance.works}, solution.choices)
    return tuple(
        Reason(work.code, True, _why_in(work, chosen[work.code], come, told))
        if work.code in chosen
        else Reason(work.code, False, _why_out(work, instance, met, _Left(covering, left), told))
        for work in instance.works
    )


def one_more_billion(
    instance: Instance, solution: Solution, *, seconds: float = 10.0, gap: float = 0.0001, tell: Tell | None = None
) -> tuple[MoreMoney, ...]:
    """Solve again with a billion more under each ceiling; those that bring nothing are left out."""
    return look_for_more(instance, solution, seconds=seconds, gap=gap, tell=tell).found  # type: ignore[return-value]


def look_for_more(
    instance: Instance, solution: Solution, *, seconds: float, gap: float = 0.0001, tell: Tell | None = None
) -> Looked:
    """Solve the part of the question around each ceiling again, with a billion more, beginning with what is known.

    A ceiling that could not be used up whatever is done brings nothing, and is not looked at. Ceilings go by the
    money they hold, the largest first, so that time goes to what matters.
    """
    began = perf_counter()
    found, left_out = [], 0
    waiting = sorted(_may_bind(instance), key=lambda one: -one[1].dong)
    for number, (part, ceiling) in enumerate(waiting):
        left = seconds - (perf_counter() - began)
        if left < _LEAST_SECONDS or not _goes_on(tell, began, solution):
            left_out = len(waiting) - number
            break
        codes = {work.code for work in part.works}
        known = tuple(choice for choice in solution.choices if choice.work in codes)
        limit = max(_LEAST_SECONDS, left / (len(waiting) - number))
        again = solve(_richer(part, ceiling, BILLION), gap=gap, seconds=limit, tell=tell, start=known)
        gain = again.value - value_of(part, known)
        if gain > 1e-6:
            units = len(_units(part, again)) - len(_units(part, replace(solution, choices=known)))
            found.append(MoreMoney(ceiling, units, gain))
    return Looked(tuple(sorted(found, key=lambda one: -one.value)), left_out)


def unreachable(instance: Instance, *, seconds: float = 10.0, tell: Tell | None = None) -> tuple[Unreachable, ...]:
    """Return the targets that no choice of works meets, proven by aiming at each of them alone."""
    return look_for_unreachable(instance, seconds=seconds, tell=tell).found  # type: ignore[return-value]


def look_for_unreachable(instance: Instance, *, seconds: float, tell: Tell | None = None) -> Looked:
    """Aim at each target alone, then once more with each ceiling lifted; what time left unproven is counted."""
    began = perf_counter()
    found, left_out = [], 0

    def most(asked: Instance, target: Target) -> tuple[int, bool]:
        left = seconds - (perf_counter() - began)
        if left < _LEAST_SECONDS or (tell is not None and not tell(Progress(perf_counter() - began, 0.0, 0.0))):
            return 0, False
        return _most(asked, target, left, tell)

    for part in separate(instance):
        for target in part.targets:
            units, proven = most(part, target)
            if units >= target.at_least:
                continue
            if not proven:
                left_out += 1
                continue
            forbidding = [
                ceiling
                for ceiling in part.ceilings
                if most(_richer(part, ceiling, _PLENTY), target)[0] >= target.at_least
            ]
            found.append(Unreachable(target, units, tuple(forbidding)))
    return Looked(tuple(found), left_out)


def _may_bind(instance: Instance) -> list[tuple[Instance, Ceiling]]:
    """Return each ceiling that the works it covers could use up, with the part of the question around it."""
    found = []
    for part in separate(instance):
        covering = Covering(part.ceilings)
        usable = [0] * len(part.ceilings)
        for work in part.works:
            most = {source: block.most_of(work.cost) for block in work.blocks for source in block.sources}
            places = {
                (place, source)
                for source in work.eligible
                for year in part.years_of(work)
                for place in covering.of(work, source, year)
            }
            for place, source in places if work.pinned != "never" else ():
                usable[place] += min(work.cost, most[source])
        found += [(part, one) for place, one in enumerate(part.ceilings) if usable[place] > one.dong]
    return found


def _richer(part: Instance, ceiling: Ceiling, dong: int) -> Instance:
    """Return a question with more money under a ceiling, and under those that hold the same money carried over."""

    def raised(one: Ceiling) -> bool:
        same = (one.source, one.area) == (ceiling.source, ceiling.area)
        return one == ceiling or (same and one.begins <= ceiling.year < one.year)

    ceilings = tuple(replace(one, dong=one.dong + dong) if raised(one) else one for one in part.ceilings)
    return replace(part, ceilings=ceilings)


def _goes_on(tell: Tell | None, began: float, solution: Solution) -> bool:
    return tell is None or tell(Progress(perf_counter() - began, solution.value, solution.bound))


def _units(instance: Instance, solution: Solution) -> set[tuple[str, str]]:
    return {(wish.unit, wish.level) for wish in reached(instance, solution.choices)}


def _most(instance: Instance, target: Target, seconds: float, tell: Tell | None) -> tuple[int, bool]:
    """Return how many units can come under a target when nothing else is wanted, and whether that is proven."""
    counted = tuple(wish for wish in instance.wishes if target.counts(wish))
    alone = replace(instance, wishes=counted, targets=(replace(target, at_least=len(counted)),))
    best = solve(alone, gap=0.0, seconds=seconds, tell=tell)
    return len(reached(alone, best.choices)), best.finished


def _by_need(come: Sequence[Wish]) -> dict[tuple[str, str], set[str]]:
    """Return the units that reach a level, by each need that it took."""
    found: dict[tuple[str, str], set[str]] = {}
    for wish in come:
        for need in wish.needs:
            found.setdefault(need, set()).add(wish.unit)
    return found


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left under each ceiling."""

    covering: Covering
    dong: Sequence[int]

    def of(self, work: Work, source: str, year: int) -> int:
        return min((self.dong[place] for place in self.covering.of(work, source, year)), default=0)

    def short(self, work: Work, year: int) -> int:
        """Return how much of a work's cost no source has room for any more, within their shares."""
        room = sum(
            min(block.most_of(work.cost), sum(self.of(work, source, year) for source in block.sources))
            for block in work.blocks
        )
        return work.cost - room

    def short_of_share(self, work: Work, year: int) -> str:
        """Return a source that cannot give the least share asked of it, or nothing."""
        for block in work.blocks:
            if sum(self.of(work, source, year) for source in block.sources) < block.least_of(work.cost):
                return block.sources[0] if block.sources else "?"
        return ""


def _why_in(work: Work, year: int, come: Mapping[tuple[str, str], set[str]], names: Mapping[str, str]) -> Text:
    if work.pinned == "must":
        return Text(f"Làm năm {year} vì được yêu cầu bắt buộc.", f"Done in {year} because it was asked for.")
    finishing = {unit for need in work.lifts for unit in come.get(need, ())}
    if finishing:
        units = ", ".join(sorted(names.get(unit, unit) for unit in finishing))
        return Text(f"Làm năm {year}: góp phần đưa {units} đạt mức.", f"Done in {year}: helps {units} reach the level.")
    count = len(work.lifts)
    return Text(
        f"Làm năm {year}: nâng {count} chỉ tiêu bằng vốn còn lại.",
        f"Done in {year}: lifts {count} indicators with what is left.",
    )


def _why_out(work: Work, instance: Instance, met: set[tuple[str, str]], left: _Left, names: Mapping[str, str]) -> Text:
    if work.pinned == "never":
        return Text("Không làm vì được yêu cầu loại ra.", "Not done because it was ruled out.")
    if not instance.years_of(work):
        return Text("Không làm được trong các năm của phương án.", "Cannot be done in these years.")
    if not work.can_be_paid:
        return Text(
            "Các nguồn được chi cộng lại không được phép gánh đủ 100% giá.",
            "The sources that may pay are together not allowed to bear all of the cost.",
        )
    if work.lifts <= met:
        return Text("Công trình khác đã nâng các chỉ tiêu này.", "Other works already lift these indicators.")
    return _what_is_short(work, instance, left, names)


def _what_is_short(work: Work, instance: Instance, left: _Left, names: Mapping[str, str]) -> Text:
    short, year = min((left.short(work, year), year) for year in instance.years_of(work))
    if short > 0:
        return Text(
            f"Vốn còn lại thiếu {written(-(-short // 1_000_000))} triệu đồng; "
            "các công trình được chọn mang lại nhiều hơn.",
            f"What is left is {written(-(-short // 1_000_000), 'en')} million đồng short; the chosen works bring more.",
        )
    source = left.short_of_share(work, year)
    if source:
        named = names.get(source, source)
        return Text(
            f"{named} không còn đủ phần đối ứng tối thiểu.", f"{named} no longer has the least share that is asked."
        )
    return Text("Vốn có thể đủ, nhưng không làm tăng kết quả.", "There would be money, but it adds nothing.")
