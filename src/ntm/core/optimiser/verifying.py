"""An independent look at a solution: every rule from the data alone, in whole đồng, however it was found."""

from __future__ import annotations

from collections.abc import Iterator

from ntm.core.optimiser.parts import Choice, Instance, Solution, Work
from ntm.core.optimiser.valuing import value_of


def verify(instance: Instance, solution: Solution) -> list[str]:
    """Return every rule that a solution breaks, with the work or ceiling; an empty list when it keeps all."""
    works = {work.code: work for work in instance.works}
    chosen = [choice.work for choice in solution.choices]
    broken = [f"{code} is not a work" for code in chosen if code not in works]
    if broken:
        return broken
    broken += [f"{code} is chosen twice" for code in set(chosen) if chosen.count(code) > 1]
    broken += [
        f"{work.code} must be done" for work in instance.works if work.pinned == "must" and work.code not in chosen
    ]
    for choice in solution.choices:
        broken += _about(works[choice.work], choice, instance)
    broken += _ceilings(instance, solution, works)
    worth = value_of(instance, solution.choices)
    if abs(worth - solution.value) > 1e-6 * max(1.0, abs(worth)):
        broken.append(f"the value is {worth}, not {solution.value}")
    if solution.value > solution.bound * (1 + 1e-6) + 1e-6:
        broken.append("the value exceeds its bound")
    return broken


def _about(work: Work, choice: Choice, instance: Instance) -> Iterator[str]:
    if work.pinned == "never":
        yield f"{work.code} must not be done"
    if choice.year not in instance.years_of(work):
        yield f"{work.code} cannot be done in {choice.year}"
    if sum(choice.paid.values()) != work.cost:
        yield f"{work.code} costs {work.cost} but {sum(choice.paid.values())} is paid"
    yield from _shares(work, choice)


def _shares(work: Work, choice: Choice) -> Iterator[str]:
    for source, dong in choice.paid.items():
        if dong < 0:
            yield f"{work.code}: {source} pays less than nothing"
        if dong > 0 and source not in work.eligible:
            yield f"{work.code}: {source} may not pay"
        if dong > _up(work.cost, work.at_most.get(source, 100)):
            yield f"{work.code}: {source} pays more than its share"
    for source, percent in work.at_least.items():
        if choice.paid.get(source, 0) < work.cost * percent // 100:
            yield f"{work.code}: {source} pays less than its share"


def _ceilings(instance: Instance, solution: Solution, works: dict[str, Work]) -> Iterator[str]:
    for ceiling in instance.ceilings:
        spent = sum(
            choice.paid.get(ceiling.source, 0)
            for choice in solution.choices
            if ceiling.covers(works[choice.work], choice.year)
        )
        if spent > ceiling.dong:
            yield f"{ceiling.source} {ceiling.area or 'everywhere'} {ceiling.year}: {spent} of {ceiling.dong}"
    for choice in solution.choices:
        for source, dong in choice.paid.items():
            named = any(
                one.source == source and one.covers(works[choice.work], choice.year) for one in instance.ceilings
            )
            if dong > 0 and not named:
                yield f"{choice.work}: no ceiling gives {source} in {choice.year}"


def _up(cost: int, percent: int) -> int:
    """Return a share of a cost rounded up to the đồng, as a greatest share is read; a least share is rounded down."""
    return -(-cost * percent // 100)
