from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ntm.areas.models import Kind, Trait, TraitName, Unit
from ntm.areas.selectors import province_of_each
from ntm.assessments.models import Standing
from ntm.core.periods import Quarter
from ntm.core.rulebook import CriteriaSet
from ntm.criteria.selectors import rulebook
from ntm.dashboards.selectors.rows import Band, bands_of
from ntm.recognition.models import Recognition


@dataclass(slots=True)
class ProvinceRow:
    """One province: how many xã it has, how many were judged, and what these meet.

    ``by_met`` counts the judged xã that still miss something, by the number of criteria they meet.
    """

    province: Unit
    region: str = ""  # a code of the rulebook's regions; empty where none is recorded
    communes: int = 0
    judged: int = 0
    ready: int = 0
    recognised: int = 0
    criteria_met: int = 0
    rests_on_sample: bool = False
    by_met: Counter[int] = field(default_factory=Counter)

    @property
    def share_ready(self) -> Decimal | None:
        """Ready xã in percent of those judged, with one decimal; None when none was judged."""
        return round(Decimal(100 * self.ready) / self.judged, 1) if self.judged else None

    @property
    def criteria_met_on_average(self) -> Decimal | None:
        return round(Decimal(self.criteria_met) / self.judged, 1) if self.judged else None


@dataclass(frozen=True, slots=True)
class Country:
    """Several provinces side by side on a day, by the newest quarter that had closed; ``whole`` adds them up.

    ``criteria_set`` is None on a day when no commune set is in force.
    """

    day: date
    period: Quarter
    criteria_set: CriteriaSet | None
    rows: tuple[ProvinceRow, ...]

    @property
    def whole(self) -> ProvinceRow:
        found = ProvinceRow(self.rows[0].province)
        for row in self.rows:
            found.communes += row.communes
            found.judged += row.judged
            found.ready += row.ready
            found.recognised += row.recognised
            found.criteria_met += row.criteria_met
            found.by_met += row.by_met
        return found

    @property
    def rests_on_sample(self) -> bool:
        return any(row.rests_on_sample for row in self.rows)

    @property
    def bands(self) -> tuple[Band, ...]:
        """The xã judged in the bands of the programme's reports."""
        if self.criteria_set is None:
            return ()
        whole = self.whole
        return bands_of(self.criteria_set, whole.ready, whole.by_met)


def country(provinces: Sequence[Unit], day: date) -> Country:
    """Return how the xã of each province stand; the same handful of queries for one province and for all.

    ``provinces`` must not be empty. Only standings of one period are read, so history costs nothing.
    """
    period = Quarter.last_closed_on(day)
    criteria_set = rulebook().in_force("commune", "ntm", period.ends_on)
    rows = {province.pk: ProvinceRow(province) for province in provinces}
    around = province_of_each(day)
    _put_regions(rows, day)
    communes = Unit.objects.on(day).filter(kind=Kind.COMMUNE).values_list("pk", flat=True)
    for row in _rows_of(communes, around, rows):
        row.communes += 1
    if criteria_set is not None:
        _add_standings(rows, around, period, criteria_set)
    recognised = (
        Recognition.objects.on(day).filter(unit__kind=Kind.COMMUNE).values_list("unit_id", flat=True).distinct()
    )
    for row in _rows_of(recognised, around, rows):
        row.recognised += 1
    return Country(day, period, criteria_set, tuple(rows.values()))


def _rows_of(units: Iterable[int], around: Mapping[int, int], rows: Mapping[int, ProvinceRow]) -> Iterable[ProvinceRow]:
    """Yield the row of the province around each unit, leaving out units elsewhere."""
    return (rows[around[pk]] for pk in units if around.get(pk) in rows)


def _add_standings(
    rows: Mapping[int, ProvinceRow], around: Mapping[int, int], period: Quarter, criteria_set: CriteriaSet
) -> None:
    found = Standing.objects.filter(period=period.code, criteria_set=criteria_set.id, unit__kind=Kind.COMMUNE)
    told = found.values_list("unit_id", "criteria_met", "criteria_without_level", "criteria_total", "rests_on_sample")
    for unit_id, met, silent, total, sample in told.iterator(chunk_size=5_000):
        row = rows.get(around.get(unit_id, 0))
        if row is None:
            continue
        row.judged += 1
        row.criteria_met += met
        row.rests_on_sample = row.rests_on_sample or sample
        if met + silent == total:
            row.ready += 1
        else:
            row.by_met[met] += 1


def _put_regions(rows: Mapping[int, ProvinceRow], day: date) -> None:
    regions = Trait.objects.on(day).filter(unit__in=list(rows), name=TraitName.REGION)
    for unit_id, region in regions.values_list("unit_id", "value"):
        rows[unit_id].region = region
