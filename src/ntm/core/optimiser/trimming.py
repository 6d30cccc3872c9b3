"""Taking out works that a plan does not need: a few đồng weigh less than any search can see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ntm.core.optimiser.parts import Choice, Instance, Need


def trimmed(instance: Instance, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return choices without those whose every need others meet as early and as well; the dearest go first.

    Works that must be done stay. What is left is worth no less, and costs no more.
    """
    works = {work.code: work for work in instance.works}
    lifting: dict[Need, list[Choice]] = defaultdict(list)
    for choice in choices:
        for need in works[choice.work].lifts:
            lifting[need].append(choice)
    gone: set[str] = set()

    def does_as_well(other: Choice, one: Choice) -> bool:
        as_good = works[other.work].essential or not works[one.work].essential
        return other.work != one.work and other.work not in gone and other.year <= one.year and as_good

    for choice in sorted(choices, key=lambda one: -works[one.work].cost):
        work = works[choice.work]
        if work.pinned != "must" and all(
            any(does_as_well(other, choice) for other in lifting[need]) for need in work.lifts
        ):
            gone.add(choice.work)
    return tuple(choice for choice in choices if choice.work not in gone)
