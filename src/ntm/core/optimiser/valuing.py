"""What a choice of works is worth: the order of the plan's aims, said in one figure.

A unit towards a target of the plan counts most, then every unit that reaches a level, then every need that is met,
those of essential works twice; of two equal choices the cheaper is better. One unit towards a target weighs as much
as a hundred other units, one unit as much as a hundred needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ntm.core.optimiser.parts import Choice, Instance, Need, Wish

TARGET, UNIT, NEED, ESSENTIAL = 10_000.0, 100.0, 1.0, 2.0
PER_DONG = 1e-13  # a thousand tỷ weigh a tenth of one need


def met_by(instance: Instance, choices: Iterable[Choice]) -> Mapping[Need, int]:
    """Return the first year in which each need is met by the chosen works."""
    works = {work.code: work for work in instance.works}
    found: dict[Need, int] = {}
    for choice in choices:
        for need in works[choice.work].lifts:
            found[need] = min(choice.year, found.get(need, choice.year))
    return found


def reached(instance: Instance, choices: Iterable[Choice]) -> tuple[Wish, ...]:
    """Return the wishes all of whose needs are met in time."""
    met = met_by(instance, choices)
    never = max(instance.years) + 1
    return tuple(wish for wish in instance.wishes if all(met.get(need, never) <= wish.year for need in wish.needs))


def value_of(instance: Instance, choices: Iterable[Choice]) -> float:
    """Return what a choice of works is worth; no đồng of it is looked at but the cost."""
    chosen = tuple(choices)
    works = {work.code: work for work in instance.works}
    come = reached(instance, chosen)
    towards = sum(min(target.at_least, sum(map(target.counts, come))) for target in instance.targets)
    worth: dict[Need, float] = {}
    for choice in chosen:
        work = works[choice.work]
        for need in work.lifts:
            worth[need] = max(worth.get(need, 0.0), ESSENTIAL if work.essential else NEED)
    cost = sum(works[choice.work].cost for choice in chosen)
    return TARGET * towards + UNIT * sum(wish.weight for wish in come) + sum(worth.values()) - PER_DONG * cost


def most_of(instance: Instance) -> float:
    """Return what no choice of works can be worth more than, were all money there: a bound before any search."""
    worth: dict[Need, float] = {}
    for work in instance.works:
        for need in work.lifts if work.pinned != "never" else ():
            worth[need] = max(worth.get(need, 0.0), ESSENTIAL if work.essential else NEED)
    towards = sum(min(target.at_least, sum(map(target.counts, instance.wishes))) for target in instance.targets)
    return TARGET * towards + UNIT * sum(wish.weight for wish in instance.wishes) + sum(worth.values())
