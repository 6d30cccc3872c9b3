"""An independent look at a solution: every rule from the data alone, in whole đồng, however it was found.

Nothing here is shared with what chooses, pays or bounds: each rule is read again from the question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from ntm.core.optimiser.parts import Choice, Instance, Solution, Work


def verify(instance: Instance, solution: Solution) -> list[str]:
    """Return every rule that a solution breaks, with the work or ceiling; an empty list when it keeps all."""
    works = {work.code: work for work in instance.works}
    broken = [f"{choice.work} is not a work" for choice in solution.choices if choice.work not in works]
    if broken:
        return broken
    times = Counter(choice.work for choice in solution.choices)
    broken += [f"{code} is chosen twice" for code, number in times.items() if number > 1]
    broken += [f"{code} must be done" for code, work in works.items() if work.pinned == "must" and code not in times]
    for choice in solution.choices:
        broken += _about(works[choice.work], choice, instance)
    broken += _ceilings(instance, solution, works)
    broken += _worth(instance, solution, works)
    return broken


def _about(work: Work, choice: Choice, instance: Instance) -> Iterator[str]:
    if work.pinned == "never":
        yield f"{work.code} must not be done"
    if choice.year not in instance.years or not work.earliest <= choice.year <= work.latest:
        yield f"{work.code} cannot be done in {choice.year}"
    if any(type(dong) is not int for dong in choice.paid.values()):
        yield f"{work.code} is not paid in whole đồng"
    if sum(choice.paid.values()) != work.cost:
        yield f"{work.code} costs {work.cost} but {sum(choice.paid.values())} is paid"
    for source, dong in choice.paid.items():
        if dong < 0:
            yield f"{work.code}: {source} pays less than nothing"
        if dong > 0 and source not in work.eligible:
            yield f"{work.code}: {source} may not pay"
    yield from _shares(work, choice)


def _shares(work: Work, choice: Choice) -> Iterator[str]:
    """A share is of the exact cost; less than one đồng either way is rounding."""
    for key, percent in work.at_most.items():
        if _borne(choice, key) >= Fraction(work.cost * percent, 100) + 1:
            yield f"{work.code}: {key} pays more than its share"
    for key, percent in work.at_least.items():
        if _borne(choice, key) <= Fraction(work.cost * percent, 100) - 1:
            yield f"{work.code}: {key} pays less than its share"


def _borne(choice: Choice, key: str) -> int:
    return sum(dong for source, dong in choice.paid.items() if (source + "/").startswith(key + "/"))


def _ceilings(instance: Instance, solution: Solution, works: Mapping[str, Work]) -> Iterator[str]:
    """Sum what was paid by source, area, province and year, then hold it against each ceiling."""
    spent: Counter[tuple[str, str, str, int]] = Counter()
    for choice in solution.choices:
        work = works[choice.work]
        for source, dong in choice.paid.items():
            spent[source, work.area, work.province, choice.year] += dong
    allowed = set()
    for ceiling in instance.ceilings:
        first = ceiling.since if ceiling.since else ceiling.year
        under_it = [
            (source, area, province, year)
            for source, area, province, year in spent
            if source == ceiling.source
            and first <= year <= ceiling.year
            and (not ceiling.area or ceiling.area in (area, province))
        ]
        allowed.update(under_it)
        total = sum(spent[one] for one in under_it)
        if total > ceiling.dong and total > 0:
            yield f"{ceiling.source} {ceiling.area or 'everywhere'} {ceiling.year}: {total} of {ceiling.dong}"
    for one, dong in spent.items():
        if dong > 0 and one not in allowed:
            yield f"no ceiling gives {one[0]} to {one[1] or one[2]} in {one[3]}"


def _worth(instance: Instance, solution: Solution, works: Mapping[str, Work]) -> Iterator[str]:
    """Work the value out again, unit by unit and need by need, and hold it against what was said and bounded."""
    done = {choice.work: choice.year for choice in solution.choices}
    lifted: dict[tuple[str, str], list[str]] = {}
    for code in done:
        for need in works[code].lifts:
            lifted.setdefault(need, []).append(code)
    come = [
        wish
        for wish in instance.wishes
        if all(any(done[code] <= wish.year for code in lifted.get(need, ())) for need in wish.needs)
    ]
    worth = 100.0 * sum(wish.weight for wish in come)
    for target in instance.targets:
        towards = [
            wish
            for wish in come
            if wish.level == target.level
            and wish.year <= target.year
            and (not target.province or target.province == wish.province)
        ]
        worth += 10_000.0 * min(target.at_least, len(towards))
    worth += sum(2.0 if any(works[code].essential for code in codes) else 1.0 for codes in lifted.values())
    worth -= 1e-13 * sum(works[code].cost for code in done)
    if abs(worth - solution.value) > 1e-6 * max(1.0, abs(worth)):
        yield f"the value is {worth}, not {solution.value}"
    if solution.value > solution.bound + 1e-6 * max(1.0, abs(solution.bound)):
        yield "the value exceeds its bound"
