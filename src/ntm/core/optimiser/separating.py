"""Dividing a question into parts that share no ceiling, no wish and no target: each can be answered alone."""

from __future__ import annotations

from collections import defaultdict

from ntm.core.optimiser.parts import Instance

Thing = tuple[object, ...]


class _Ties:
    """Things tied to each other, directly or through others."""

    def __init__(self) -> None:
        self._above: dict[Thing, Thing] = {}

    def top(self, one: Thing) -> Thing:
        """Return the thing that stands for all that one is tied to."""
        while self._above.setdefault(one, one) != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def tie(self, one: Thing, other: Thing) -> None:
        self._above[self.top(one)] = self.top(other)


def separate(instance: Instance) -> list[Instance]:
    """Return the parts of a question; their values and bounds add up to those of the whole."""
    ties = _Ties()
    _tie_works(instance, ties)
    _tie_wishes(instance, ties)
    works, wishes, ceilings, targets = (defaultdict(list) for _ in range(4))
    for work in instance.works:
        works[ties.top(("work", work.code))].append(work)
    for place, wish in enumerate(instance.wishes):
        wishes[ties.top(("wish", place))].append(wish)
    for ceiling in instance.ceilings:
        ceilings[ties.top(("ceiling", ceiling.area))].append(ceiling)
    for number, target in enumerate(instance.targets):
        targets[ties.top(("target", number))].append(target)
    leaders = dict.fromkeys([*works, *wishes, *targets])
    return [
        Instance(instance.years, tuple(works[one]), tuple(wishes[one]), tuple(ceilings[one]), tuple(targets[one]))
        for one in leaders
    ]


def _tie_works(instance: Instance, ties: _Ties) -> None:
    """Tie works to the needs that they lift, and to every ceiling of their area."""
    for work in instance.works:
        ties.tie(("work", work.code), ("area", work.area, work.province))
        for need in work.lifts:
            ties.tie(("work", work.code), ("need", need))
    ceilings = {ceiling.area for ceiling in instance.ceilings}
    for area, province in {(work.area, work.province) for work in instance.works}:
        for covering in ceilings & {"", area, province}:
            ties.tie(("area", area, province), ("ceiling", covering))


def _tie_wishes(instance: Instance, ties: _Ties) -> None:
    """Tie wishes to their needs, and to the targets that count them."""
    for place, wish in enumerate(instance.wishes):
        for need in wish.needs:
            ties.tie(("wish", place), ("need", need))
        for number, target in enumerate(instance.targets):
            if target.counts(wish):
                ties.tie(("target", number), ("wish", place))
