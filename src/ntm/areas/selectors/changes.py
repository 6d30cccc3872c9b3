from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from ntm.areas.models import ChangeKind, Kind, LegalOrder, Parent, Succession, Tier, Unit, WeightBasis
from ntm.areas.models.unit import UnitQuerySet
from ntm.areas.names import search_key
from ntm.areas.selectors.tree import NoProvinceThatDay, home_province, home_provinces
from ntm.areas.words import BASES, CHANGES
from ntm.core.problems import Text

EVE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """One succession in words."""

    row: Succession

    @property
    def kind(self) -> Text:
        return CHANGES[ChangeKind(self.row.kind)]

    @property
    def basis(self) -> Text:
        return BASES[WeightBasis(self.row.basis)]

    @property
    def share(self) -> str:
        """The share as a fraction, ``1/2``; empty when the whole unit went over."""
        whole = self.row.share_numerator == self.row.share_denominator
        return "" if whole else f"{self.row.share_numerator}/{self.row.share_denominator}"


@dataclass(frozen=True, slots=True)
class Formed:
    """A unit that an order formed, and what it was formed from."""

    unit: Unit
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What one order (None: not known to us) changed on one day."""

    order: LegalOrder | None
    effective_on: date
    formed: tuple[Formed, ...]
    ended: tuple[Unit, ...]  # without a successor: the districts


@dataclass(frozen=True, slots=True)
class MapOfDay:
    """How many units of each kind the province has from a day on."""

    day: date
    kinds: Counter[str]

    @property
    def districts(self) -> int:
        return sum(
            self.kinds[kind] for kind in (Kind.RURAL_DISTRICT, Kind.URBAN_DISTRICT, Kind.TOWN, Kind.PROVINCIAL_CITY)
        )

    @property
    def communes(self) -> int:
        return self.kinds[Kind.COMMUNE]

    @property
    def wards(self) -> int:
        return self.kinds[Kind.WARD]

    @property
    def townships(self) -> int:
        return self.kinds[Kind.TOWNSHIP]

    @property
    def all_communal(self) -> int:
        return self.communes + self.wards + self.townships + self.kinds[Kind.SPECIAL_ZONE]


@dataclass(frozen=True, slots=True)
class Changes:
    """The home province's map over time: the maps, oldest first, and the changes, newest first."""

    maps: tuple[MapOfDay, ...]
    changes: tuple[Change, ...]


def changes_at_home(wanted: str = "") -> Changes:
    """Return how the home province's map changed; ``wanted`` narrows to units whose name it is part of.

    Five queries for each day on which units changed, whatever the number of units.
    """
    maps: list[MapOfDay] = []
    changes: list[Change] = []
    for day in Succession.objects.order_by("effective_on").values_list("effective_on", flat=True).distinct():
        before, after = _known_at_home(day - EVE), _known_at_home(day)
        rows = list(_rows(day, before, after))
        if rows and not maps:
            maps.append(MapOfDay(max(unit.valid_from for unit in before), _by_kind(before)))
        if rows:
            maps.append(MapOfDay(day, _by_kind(after)))
            changes = [*_by_order(day, _narrowed(rows, search_key(wanted))), *changes]
    return Changes(tuple(maps), tuple(changes))


def communes_at_home(day: date) -> int:
    """Return how many xã the home province has on a day, 0 where no list knows it that day; one query."""
    return _below(home_provinces().on(day), day).rural().count()


def units_at_home(day: date) -> list[Unit]:
    """Return the home province on a day with its districts and communal units; two queries."""
    province = home_province(day)
    return [province, *_below([province], day).in_vietnamese_order()]


def _below(province: UnitQuerySet | list[Unit], day: date) -> UnitQuerySet:
    """Return the units one and two steps below a province, in one question."""
    first = Parent.objects.on(day).filter(parent__in=province).values("unit")
    both = Parent.objects.on(day).filter(Q(parent__in=province) | Q(parent__in=first)).values("unit")
    return Unit.objects.on(day).filter(pk__in=both)


def _known_at_home(day: date) -> list[Unit]:
    """Return the same, or nothing on a day before our lists begin."""
    try:
        return units_at_home(day)
    except NoProvinceThatDay:
        return []


def _rows(day: date, before: Sequence[Unit], after: Sequence[Unit]) -> Iterable[Succession]:
    ours = Q(predecessor__in=[unit.pk for unit in before]) | Q(successor__in=[unit.pk for unit in after])
    found = Succession.objects.filter(ours, effective_on=day).select_related("predecessor", "successor", "order")
    return found.order_by("predecessor__sort_name", "predecessor__code")


def _narrowed(rows: list[Succession], wanted: str) -> list[Succession]:
    """Keep whole groups: a successor is shown with all its predecessors when any name in it is wanted."""
    if not wanted:
        return rows
    named = [
        row for row in rows if _bears(row.predecessor, wanted) or (row.successor and _bears(row.successor, wanted))
    ]
    groups = {row.successor_id for row in named if row.successor_id}
    return [row for row in rows if row in named or row.successor_id in groups]


def _bears(unit: Unit, wanted: str) -> bool:
    return wanted in unit.search_name or wanted == unit.code


def _by_order(day: date, rows: Sequence[Succession]) -> Iterator[Change]:
    orders = {row.order_id: row.order for row in rows}
    for number in sorted(orders, key=lambda pk: (pk is None, pk)):
        ours = [row for row in rows if row.order_id == number]
        ended = tuple(row.predecessor for row in ours if row.successor is None)
        yield Change(orders[number], day, tuple(_formed(ours)), ended)


def _formed(rows: Sequence[Succession]) -> list[Formed]:
    units = {row.successor.pk: row.successor for row in rows if row.successor}
    formed = [Formed(unit, tuple(Step(row) for row in rows if row.successor_id == unit.pk)) for unit in units.values()]
    return sorted(formed, key=lambda one: (one.unit.tier != Tier.PROVINCE, one.unit.sort_name, one.unit.code))


def _by_kind(units: Iterable[Unit]) -> Counter[str]:
    return Counter(unit.kind for unit in units)
