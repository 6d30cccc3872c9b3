"""A good plan at once, as a careful clerk would make it: finish one unit after the other while the money lasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from time import perf_counter

from ntm.core.optimiser.parts import Choice, Instance, Need, Solution, Wish, Work
from ntm.core.optimiser.valuing import value_of

BALANCED, CHEAP_FIRST = "balanced", "cheap-first"


def greedy(instance: Instance, strategy: str = BALANCED) -> Solution:
    """Choose works by a rule of thumb.

    ``balanced`` finishes the units that cost least to finish, those that the targets count first, then spends what is
    left on needs. ``cheap-first`` is the plan's own rule (III.2.2.2): essential works and those that need few
    resources first, whatever unit they finish.
    """
    began = perf_counter()
    purse = _Purse(instance)
    for work in instance.works:
        if work.pinned == "must":
            purse.buy([work])
    if strategy == BALANCED:
        _finish_units(instance, purse)
    rest = sorted(instance.works, key=lambda work: (not work.essential, work.cost, work.code))
    for work in rest:
        if not work.lifts <= purse.met.keys():
            purse.buy([work])
    choices = tuple(purse.choices.values())
    value = value_of(instance, choices)
    return Solution(choices, value, float("inf"), strategy, perf_counter() - began)


def _finish_units(instance: Instance, purse: _Purse) -> None:
    """Finish wishes in the order of what is still to be paid for each; the targets' levels come first."""
    lifting: dict[Need, list[Work]] = defaultdict(list)
    for work in sorted(instance.works, key=lambda one: one.cost):
        for need in work.lifts if work.pinned != "never" else ():
            lifting[need].append(work)
    wanted = {target.level for target in instance.targets}

    def missing(wish: Wish) -> list[Work] | None:
        cheapest = {lifting[need][0].code: lifting[need][0] for need in wish.needs - purse.met.keys() if lifting[need]}
        possible = all(need in purse.met or lifting[need] for need in wish.needs)
        return list(cheapest.values()) if possible else None

    def burden(wish: Wish) -> tuple[bool, float]:
        works = missing(wish)
        cost = sum(work.cost for work in works) if works is not None else float("inf")
        return wish.level not in wanted, cost / max(1, wish.weight)

    for wish in sorted(instance.wishes, key=burden):
        works = missing(wish)
        if works:
            purse.buy(works, until=wish.year)


class _Purse:
    """What is left under each ceiling, and what was bought."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.left = [ceiling.dong for ceiling in instance.ceilings]
        self.choices: dict[str, Choice] = {}
        self.met: dict[Need, int] = {}
        self._places: dict[tuple[str, int], list[int]] = defaultdict(list)
        for place, ceiling in enumerate(instance.ceilings):
            self._places[ceiling.source, ceiling.year].append(place)
        self._reach: dict[tuple[str, str, str, int], list[int]] = {}

    def buy(self, works: Iterable[Work], until: int = 9999) -> bool:
        """Buy all of some works, or none of them."""
        bought: list[tuple[Choice, list[tuple[int, int]]]] = []
        for work in works:
            if work.code in self.choices:
                continue
            found = self._pay(work, until)
            if found is None:
                self._undo(bought)
                return False
            bought.append(found)
            self.choices[work.code] = found[0]
        for choice, _ in bought:
            work = next(one for one in works if one.code == choice.work)
            for need in work.lifts:
                self.met[need] = min(choice.year, self.met.get(need, choice.year))
        return True

    def _undo(self, bought: list[tuple[Choice, list[tuple[int, int]]]]) -> None:
        for choice, taken in bought:
            del self.choices[choice.work]
            for place, dong in taken:
                self.left[place] += dong

    def _pay(self, work: Work, until: int) -> tuple[Choice, list[tuple[int, int]]] | None:
        """Pay for a work in the first year in which there is money for it."""
        if work.pinned == "never":
            return None
        for year in self.instance.years_of(work):
            paid = self._split(work, year) if year <= until else None
            if paid is not None:
                taken = [(place, dong) for source, dong in paid.items() for place in self._covering(work, source, year)]
                for place, dong in taken:
                    self.left[place] -= dong
                return Choice(work.code, year, paid), taken
        return None

    def _split(self, work: Work, year: int) -> dict[str, int] | None:
        """Split a cost among sources: the least shares first, then from the ceilings of the narrowest area."""
        room = {}
        for source in work.eligible:
            places = self._covering(work, source, year)
            most = -(-work.cost * work.at_most.get(source, 100) // 100)
            room[source] = min([most, *(self.left[place] for place in places)]) if places else 0
        paid = {source: work.cost * percent // 100 for source, percent in work.at_least.items()}
        if any(dong > room[source] for source, dong in paid.items()):
            return None
        missing = work.cost - sum(paid.values())
        for source in sorted(work.eligible, key=lambda one: (not self._is_local(work, one, year), one)):
            part = min(missing, room[source] - paid.get(source, 0))
            if part > 0:
                paid[source] = paid.get(source, 0) + part
                missing -= part
        return {source: dong for source, dong in paid.items() if dong} if not missing else None

    def _is_local(self, work: Work, source: str, year: int) -> bool:
        return any(self.instance.ceilings[place].area == work.area for place in self._covering(work, source, year))

    def _covering(self, work: Work, source: str, year: int) -> list[int]:
        key = (work.area, work.province, source, year)
        if key not in self._reach:
            ceilings = self.instance.ceilings
            self._reach[key] = [place for place in self._places[source, year] if ceilings[place].covers(work, year)]
        return self._reach[key]
