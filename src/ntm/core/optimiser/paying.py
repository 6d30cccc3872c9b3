"""Paying for chosen works to the đồng: a flow of whole đồng from works through shares and ceilings.

A split among sources that fits in fractions also fits in whole đồng, because shares and ceilings lie within each
other and so form a network: whatever fits, fits without giving a đồng away. What the search proposes is poured in
first, rounded down; the few đồng that are left then find their way, moving others aside where they must.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ntm.core.optimiser.covering import Covering
from ntm.core.optimiser.parts import Choice, Instance, Work

Doing = tuple[str, int]  # (work, year)
_PLENTY = 1 << 62
_NOISE = 0.01  # đồng; less than this below a whole đồng is the search's arithmetic, not a fraction


@dataclass(frozen=True, slots=True)
class TooDear:
    """Works that cannot all be paid in these years, whatever else is left out."""

    doing: frozenset[Doing]


class _Flow:
    """A network of whole numbers: each edge stands beside its way back."""

    def __init__(self) -> None:
        self.to: list[int] = []
        self.room: list[int] = []
        self.out: list[list[int]] = []

    def node(self) -> int:
        self.out.append([])
        return len(self.out) - 1

    def edge(self, start: int, end: int, room: int) -> int:
        for here, there, size in ((start, end, room), (end, start, 0)):
            self.out[here].append(len(self.to))
            self.to.append(there)
            self.room.append(size)
        return len(self.to) - 2

    def push(self, path: Sequence[int], wished: int) -> int:
        """Let as much as fits, and is wished, go along a path; return how much went."""
        amount = min([wished, *(self.room[edge] for edge in path)])
        if amount > 0:
            for edge in path:
                self.room[edge] -= amount
                self.room[edge ^ 1] += amount
        return max(0, amount)

    def way(self, start: int, end: int, closed: Collection[int] = ()) -> tuple[list[int], set[int]]:
        """Return the shortest path with room, empty when there is none, and the nodes that were come to.

        ``closed`` are nodes that are known to lead nowhere.
        """
        came: dict[int, int] = {start: -1}
        waiting = deque([start])
        while waiting and end not in came:
            here = waiting.popleft()
            for edge in self.out[here]:
                there = self.to[edge]
                if self.room[edge] > 0 and there not in came and there not in closed:
                    came[there] = edge
                    waiting.append(there)
        path: list[int] = []
        node = end
        while node in came and came[node] >= 0:
            path.append(came[node])
            node = self.to[came[node] ^ 1]
        return path[::-1], set(came)


class _Payments:
    """The network of some chosen works: work → share → source in an area and year → ceilings → done."""

    def __init__(self, instance: Instance, covering: Covering) -> None:
        self.flow = _Flow()
        self.end = self.flow.node()
        self.covering = covering
        self._ceilings = [self.flow.node() for _ in instance.ceilings]
        self._above: dict[int, int] = {}  # edge that leads out of a ceiling, by its place
        self._doors: dict[tuple[int, ...], list[int]] = {}
        self.owner: dict[int, Doing] = {}  # node of a work or share → the work
        self.paths: dict[Doing, dict[str, tuple[int, int, list[int]]]] = defaultdict(dict)
        self.supply: dict[int, int] = {}  # node → đồng that still have to find a way

    def add(self, work: Work, year: int) -> None:
        doing = (work.code, year)
        root = self._mine(doing)
        self.supply[root] = work.cost
        for block in work.blocks:
            least, most = block.least_of(work.cost), block.most_of(work.cost)
            inner = self._mine(doing)
            self.supply[inner] = least
            self.supply[root] -= least
            down = self.flow.edge(root, inner, most - least)
            for source in block.sources:
                chain = self._chain(self.covering.of(work, source, year))
                if chain:
                    first = self.flow.edge(inner, self.flow.to[chain[0] ^ 1], _PLENTY)
                    self.paths[doing][source] = (down, inner, [first, *chain])

    def pour(self, doing: Doing, source: str, wished: int) -> int:
        """Pay from a source as far as shares and ceilings have room; return how much was paid."""
        if source not in self.paths[doing]:
            return 0
        down, inner, path = self.paths[doing][source]
        mine = self.flow.push(path, min(wished, self.supply[inner]))
        self.supply[inner] -= mine
        root = self.flow.to[down ^ 1]
        more = self.flow.push([down, *path], min(wished - mine, self.supply[root]))
        self.supply[root] -= more
        return mine + more

    def close(self) -> set[str]:
        """Let no source pay any more until it is opened; return all that may pay for something."""
        for paths in self.paths.values():
            for _, _, path in paths.values():
                self.flow.room[path[0]] = 0
        return {source for paths in self.paths.values() for source in paths}

    def spend(self, source: str) -> None:
        """Open a source and let it bear all that it can of what is left, whatever others then bear in its place."""
        for doing, paths in self.paths.items():
            if source in paths:
                self.flow.room[paths[source][2][0]] = _PLENTY
                self.pour(doing, source, _PLENTY)
        closed: set[int] = set()
        for node in [one for one, dong in self.supply.items() if dong > 0]:
            while self.supply[node] and node not in closed:
                path, seen = self.flow.way(node, self.end, closed)
                if path:
                    self.supply[node] -= self.flow.push(path, self.supply[node])
                else:
                    closed |= seen

    def settle(self) -> TooDear | None:
        """Find a way for all that is left, moving others aside; tell which works together are too dear."""
        for node in [one for one, dong in self.supply.items() if dong]:
            if self.supply[node] < 0:
                return TooDear(frozenset({self.owner[node]}))
            while self.supply[node]:
                path, seen = self.flow.way(node, self.end)
                if not path:
                    return TooDear(frozenset(self.owner[one] for one in seen if one in self.owner))
                self.supply[node] -= self.flow.push(path, self.supply[node])
        return None

    def paid(self, doing: Doing) -> dict[str, int]:
        spent = {source: self.flow.room[path[0] ^ 1] for source, (_, _, path) in self.paths[doing].items()}
        return {source: dong for source, dong in spent.items() if dong}

    def _mine(self, doing: Doing) -> int:
        node = self.flow.node()
        self.owner[node] = doing
        return node

    def _chain(self, places: tuple[int, ...]) -> list[int]:
        """Return the edges from the narrowest ceiling through each wider one to the end."""
        if places not in self._doors:
            ends = [*(self._ceilings[place] for place in places[1:]), self.end]
            for place, end in zip(places, ends, strict=False):  # none where nothing gives
                if place not in self._above:
                    dong = max(0, self.covering.ceilings[place].dong)
                    self._above[place] = self.flow.edge(self._ceilings[place], end, dong)
                elif self.flow.to[self._above[place]] != end:
                    raise ValueError(f"{self.covering.ceilings[place]} crosses another ceiling")
            self._doors[places] = [self._above[place] for place in places]
        return self._doors[places]


def pay(
    instance: Instance, proposed: Mapping[Doing, Mapping[str, float]], covering: Covering | None = None
) -> tuple[Choice, ...] | TooDear:
    """Pay for chosen works in whole đồng, as near to the proposed amounts as the rounding allows.

    ``proposed`` are đồng by source for each (work, year). TooDear names works that no payment at all can bear together.
    """
    works = {work.code: work for work in instance.works}
    payments = _Payments(instance, covering or Covering(instance.ceilings))
    for code, year in proposed:
        payments.add(works[code], year)
    for doing, amounts in proposed.items():
        for source, dong in amounts.items():
            payments.pour(doing, source, int(dong + _NOISE))
    for doing, amounts in proposed.items():
        # What rounding down has left goes, where it can, to the sources that lost most by it.
        for source in sorted(amounts, key=lambda one, lost=amounts: int(lost[one]) - lost[one]):  # type: ignore[misc]
            payments.pour(doing, source, _PLENTY)
    dear = payments.settle()
    if dear is not None:
        return dear
    return tuple(Choice(code, year, payments.paid((code, year))) for code, year in proposed)


def pay_in_order(instance: Instance, choices: Sequence[Choice], order: Sequence[str]) -> tuple[Choice, ...]:
    """Return the same works in the same years, paid from the sources in an order of preference.

    The first source bears as much as shares and ceilings let it, the first two together as much as they can, and so
    on: a later one is asked only for what no earlier one can bear. Sources that are not named come last.
    ``choices`` must keep every rule; others come back as they are.
    """
    works = {work.code: work for work in instance.works}
    payments = _Payments(instance, Covering(instance.ceilings))
    for choice in choices:
        payments.add(works[choice.work], choice.year)
    known = payments.close()
    for source in (*(one for one in order if one in known), *sorted(known - set(order))):
        payments.spend(source)
    if any(payments.supply.values()):
        return tuple(choices)
    return tuple(Choice(one.work, one.year, payments.paid((one.work, one.year))) for one in choices)
