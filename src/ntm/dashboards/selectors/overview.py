from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Kind, Tier, Unit
from ntm.areas.selectors import tree
from ntm.assessments.selectors import standings_in
from ntm.core.periods import Quarter
from ntm.core.rulebook import CriteriaSet
from ntm.criteria.selectors import rulebook
from ntm.dashboards.selectors.rows import Band, CriterionRow, GroupRow, UnitRow, by_criterion, highest, in_bands
from ntm.recognition.models import Recognition


@dataclass(frozen=True, slots=True)
class Overview:
    """A province on a day: its communes, what they meet, and what is missing.

    ``criteria_set`` is None on a day when no commune set is in force; ``groups`` is one per
    district, or the province alone on days without districts. ``units`` is the tree of the
    day; ``rows`` are only the xã, in which the programme works.
    """

    province: Unit
    day: date
    period: Quarter
    criteria_set: CriteriaSet | None
    units: dict[int, Unit]
    rows: tuple[UnitRow, ...]
    groups: tuple[GroupRow, ...]
    criteria: tuple[CriterionRow, ...]
    bands: tuple[Band, ...]

    @property
    def rests_on_sample(self) -> bool:
        return any(row.standing.rests_on_sample for row in self.rows if row.standing)

    @property
    def communal(self) -> tuple[Unit, ...]:
        """All commune-level units, wards and townships too."""
        return tuple(unit for unit in self.units.values() if unit.tier == Tier.COMMUNE)

    @property
    def has_districts(self) -> bool:
        return self.groups[0].unit != self.province

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the criteria, in the order of the set."""
        return tuple(row.criterion.code for row in self.criteria)

    @property
    def whole(self) -> GroupRow:
        return GroupRow(self.province, self.rows)

    @property
    def gaps(self) -> tuple[CriterionRow, ...]:
        """Criteria that some unit misses, the most missed first."""
        missed = [row for row in self.criteria if row.not_met or row.no_data]
        return tuple(sorted(missed, key=lambda row: (row.not_met, row.no_data), reverse=True))

    @property
    def without_level(self) -> tuple[CriterionRow, ...]:
        """Criteria that cannot be judged, because a level is missing from the law as loaded."""
        return tuple(row for row in self.criteria if row.no_level)


def overview(province: Unit, day: date) -> Overview:
    """Return a province, or a part of it, on a day, from the newest quarter whose window had closed by then."""
    units = tree(province, day)
    districts = [unit for unit in units.values() if unit.tier == Tier.DISTRICT]
    communes = [unit for unit in (province, *units.values()) if unit.kind == Kind.COMMUNE]
    period = Quarter.last_closed_on(day)
    criteria_set = rulebook().in_force("commune", "ntm", period.ends_on)
    parents = {unit.pk: units.get(getattr(unit, "parent_pk", 0)) for unit in communes}  # put on by tree, not on the top
    rows = unit_rows(communes, parents, period, criteria_set, day)
    groups = tuple(GroupRow(district, tuple(row for row in rows if row.district == district)) for district in districts)
    return Overview(
        province=province,
        day=day,
        period=period,
        criteria_set=criteria_set,
        units=units,
        rows=rows,
        groups=groups or (GroupRow(province, rows),),
        criteria=by_criterion(criteria_set, rows) if criteria_set else (),
        bands=in_bands(criteria_set, rows) if criteria_set else (),
    )


def unit_rows(
    units: Sequence[Unit],
    parents: dict[int, Unit | None],
    period: Quarter,
    criteria_set: CriteriaSet | None,
    day: date,
) -> tuple[UnitRow, ...]:
    """Join units with their standing in the period and their highest recognition on the day."""
    standings = standings_in(period, criteria_set.id, units) if criteria_set else {}
    recognised = highest(list(Recognition.objects.on(day).filter(unit__in=[unit.pk for unit in units])))
    return tuple(UnitRow(unit, parents.get(unit.pk), recognised.get(unit.pk), standings.get(unit.pk)) for unit in units)
