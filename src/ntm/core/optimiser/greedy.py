"""A good plan at once, as a careful clerk would make it: finish one unit after the other while the money lasts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from time import perf_counter

from ntm.core.optimiser.covering import Covering
from ntm.core.optimiser.parts import Block, Choice, Instance, Need, Solution, Wish, Work
from ntm.core.optimiser.pinning import pinned_choices
from ntm.core.optimiser.trimming import trimmed
from ntm.core.optimiser.valuing import value_of

BALANCED, CHEAP_FIRST = "balanced", "cheap-first"


def greedy(instance: Instance, strategy: str = BALANCED) -> Solution:
    """Choose works by a rule of thumb.

    ``balanced`` finishes the units that cost least to finish, those that the targets count first, then spends what is
    left on needs. ``cheap-first`` is the plan's own rule (III.2.2.2): essential works and those that need few
    resources first, whatever unit they finish. Works that must be done come before either.
    Raises PinsCannotBePaid.
    """
    began = perf_counter()
    purse = _Purse(instance)
    must = sorted((work for work in instance.works if work.pinned == "must"), key=lambda work: len(work.eligible))
    if must and not purse.buy(must):
        purse.take(pinned_choices(instance))
    if strategy == BALANCED:
        _finish_units(instance, purse)
    _meet_needs(instance, purse)
    choices = trimmed(instance, tuple(purse.choices.values()))
    value = value_of(instance, choices)
    return Solution(choices, value, float("inf"), strategy, perf_counter() - began)


def topped_up(instance: Instance, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return choices, which must keep every rule, with whatever more the money that is left can buy."""
    purse = _Purse(instance)
    purse.take(choices)
    _finish_units(instance, purse)
    _meet_needs(instance, purse)
    return trimmed(instance, tuple(purse.choices.values()))


def _meet_needs(instance: Instance, purse: _Purse) -> None:
    """Buy works that meet a need, essential and cheap ones first, while the money lasts."""
    for work in sorted(instance.works, key=lambda work: (not work.essential, work.cost, work.code)):
        if not work.lifts <= purse.met.keys():
            purse.buy([work])


def _finish_units(instance: Instance, purse: _Purse) -> None:
    """Finish wishes in the order of what is still to be paid for each; the targets' levels come first."""
    lifting: dict[Need, list[Work]] = defaultdict(list)
    for work in sorted(instance.works, key=lambda one: one.cost):
        for need in work.lifts if work.pinned != "never" and work.can_be_paid else ():
            lifting[need].append(work)
    wanted = {target.level for target in instance.targets}

    def burden(wish: Wish) -> tuple[bool, float]:
        works = _missing(wish, lifting, purse.met)
        cost = sum(work.cost for work in works) if works is not None else float("inf")
        return wish.level not in wanted, cost / max(1, wish.weight)

    for wish in sorted(instance.wishes, key=burden):
        works = _missing(wish, lifting, purse.met)
        if works:
            purse.buy(works, until=wish.year)


def _missing(wish: Wish, lifting: Mapping[Need, list[Work]], met: Mapping[Need, int]) -> list[Work] | None:
    """Return the cheapest works that finish a wish in time; None when no works can."""
    works: dict[str, Work] = {}
    for need in wish.needs:
        if met.get(need, wish.year + 1) > wish.year:
            cheapest = next((one for one in lifting.get(need, ()) if one.earliest <= wish.year), None)
            if cheapest is None:
                return None
            works[cheapest.code] = cheapest
    return list(works.values())


class _Purse:
    """What is left under each ceiling, and what was bought."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.covering = Covering(instance.ceilings)
        self.left = [ceiling.dong for ceiling in instance.ceilings]
        self.works = {work.code: work for work in instance.works}
        self.choices: dict[str, Choice] = {}
        self.met: dict[Need, int] = {}

    def take(self, choices: Sequence[Choice]) -> None:
        """Take over choices that were paid elsewhere."""
        for choice in choices:
            self._move(choice, -1)
            self.choices[choice.work] = choice
            self._mark(choice)

    def buy(self, works: Sequence[Work], until: int = 9999) -> bool:
        """Buy all of some works, or none of them."""
        bought: list[Choice] = []
        for work in works:
            if work.code in self.choices:
                continue
            found = self._pay(work, until)
            if found is None:
                for choice in bought:
                    self._move(choice, 1)
                    del self.choices[choice.work]
                return False
            bought.append(found)
            self.choices[work.code] = found
        for choice in bought:
            self._mark(choice)
        return True

    def _mark(self, choice: Choice) -> None:
        for need in self.works[choice.work].lifts:
            self.met[need] = min(choice.year, self.met.get(need, choice.year))

    def _move(self, choice: Choice, sign: int) -> None:
        for source, dong in choice.paid.items():
            for place in self.covering.of(self.works[choice.work], source, choice.year):
                self.left[place] += sign * dong

    def _pay(self, work: Work, until: int) -> Choice | None:
        """Pay for a work in the first year in which there is money for it."""
        if work.pinned == "never":
            return None
        for year in self.instance.years_of(work):
            paid = self._split(work, year) if year <= until else None
            if paid is not None:
                choice = Choice(work.code, year, paid)
                self._move(choice, -1)
                return choice
        return None

    def _split(self, work: Work, year: int) -> dict[str, int] | None:
        """Split a cost among sources: the least shares first, then from the ceilings of the narrowest area."""
        room, local = {}, {}
        for source in work.eligible:
            places = self.covering.of(work, source, year)
            room[source] = max(0, min(self.left[place] for place in places)) if places else 0
            local[source] = any(self.instance.ceilings[place].area == work.area for place in places)
        order = sorted(work.eligible, key=lambda one: (not local[one], one))
        blocks = {source: block for block in work.blocks for source in block.sources}
        if any(not block.sources and block.least_of(work.cost) for block in work.blocks):
            return None
        paid: dict[str, int] = dict.fromkeys(order, 0)
        borne: dict[Block, int] = dict.fromkeys(work.blocks, 0)
        missing = work.cost
        for least in (True, False):
            for source in order:
                block = blocks[source]
                wished = (block.least_of if least else block.most_of)(work.cost) - borne[block]
                part = max(0, min(missing, wished, room[source] - paid[source]))
                paid[source] += part
                borne[block] += part
                missing -= part
            if least and any(borne[block] < block.least_of(work.cost) for block in work.blocks):
                return None
        return {source: dong for source, dong in paid.items() if dong} if not missing else None
