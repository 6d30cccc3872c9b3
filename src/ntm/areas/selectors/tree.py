from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import F, Q

from ntm.areas.models import Parent, Tier, Unit, holds_on
from ntm.areas.models.unit import UnitQuerySet
from ntm.areas.names import search_key
from ntm.core.problems import Problem, Text
from ntm.core.quantities import written_day


class NoProvinceThatDay(Problem):
    """The lists of units do not reach the day asked for, or were never loaded."""

    code = "areas/no-province-that-day"

    def __init__(self, code: str, day: date, known: list[Unit]) -> None:
        spans = "; ".join(f"{unit.name}: {written_day(unit.valid_from)} –" for unit in known) or "–"
        super().__init__(
            Text(
                f"Không có tỉnh mã {code} trong ngày {written_day(day)}. Đã biết: {spans}.",
                f"There is no province with code {code} on {written_day(day)}. Known: {spans}.",
            ),
            Text("Hãy chọn ngày khác, hoặc nạp danh sách đơn vị.", "Choose another day, or load the list of units."),
        )


def home_provinces() -> UnitQuerySet:
    """Return the installation's province, once for each time in which it was the same unit."""
    return Unit.objects.filter(tier=Tier.PROVINCE, code=settings.HOME_PROVINCE)


def home_province(day: date) -> Unit:
    """Return the installation's province as it is on ``day``; raise NoProvinceThatDay."""
    provinces = home_provinces()
    found = provinces.on(day).first()
    if found is None:
        raise NoProvinceThatDay(settings.HOME_PROVINCE, day, list(provinces.order_by("valid_from")))
    return found


def children(unit: Unit, day: date) -> list[Unit]:
    """Return the units directly below on ``day``, in Vietnamese order."""
    below = Parent.objects.on(day).filter(parent=unit).values("unit")
    return list(Unit.objects.filter(pk__in=below).in_vietnamese_order())


def tree(unit: Unit, day: date) -> dict[int, Unit]:
    """Return every unit below on ``day`` by id, each with ``parent_pk``; one query a tier.

    Tiers come in order and names within a tier in Vietnamese order.
    """
    found: dict[int, Unit] = {}
    above = [unit.pk]
    while above:
        below = Unit.objects.filter(holds_on(day, "parents__"), parents__parent__in=above)
        level = list(below.annotate(parent_pk=F("parents__parent_id")).in_vietnamese_order())
        found |= {one.pk: one for one in level}
        above = [one.pk for one in level]
        if level and level[0].tier in {Tier.COMMUNE, Tier.VILLAGE}:
            break
    return found


def descendants(unit: Unit, day: date, tier: str | None = None) -> list[Unit]:
    """Return the units below on ``day``, of one tier or of all."""
    return [below for below in tree(unit, day).values() if tier is None or below.tier == tier]


def ancestors(unit: Unit, day: date) -> list[Unit]:
    """Return the units above on ``day``, the highest first."""
    found: list[Unit] = []
    below = unit
    while row := Parent.objects.on(day).filter(unit=below).select_related("parent").first():
        below = row.parent
        found.insert(0, below)
    return found


def search(text: str, day: date, limit: int = 20) -> list[Unit]:
    """Return units on ``day`` whose name holds the text, with or without marks, or whose code it is."""
    wanted = search_key(text)
    if not wanted:
        return []
    named = Q(search_name__contains=wanted) | Q(code=wanted)
    return list(Unit.objects.on(day).filter(named).in_vietnamese_order()[:limit])
