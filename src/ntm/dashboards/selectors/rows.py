"""Rows that more than one dashboard shows: communes, districts, criteria and bands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ntm.areas.models import Unit
from ntm.assessments.models import Standing
from ntm.core.problems import Text
from ntm.core.rulebook import CriteriaSet, Criterion, Outcome
from ntm.recognition.models import Level, Recognition

_HEIGHT = {Level.NTM: 1, Level.COMPLETED: 1, Level.ADVANCED: 2, Level.MODEL: 3}


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with its district, its highest recognition and where it stands."""

    unit: Unit
    district: Unit | None
    recognition: Recognition | None
    standing: Standing | None

    @property
    def ready(self) -> bool:
        """Whether every criterion that has a level is met; false while nothing was judged."""
        return self.standing is not None and self.missing == 0

    @property
    def unmet_criteria(self) -> tuple[str, ...]:
        """Codes of the criteria judged not met."""
        outcomes = self.standing.outcomes if self.standing else {}
        return tuple(code for code, outcome in outcomes.items() if outcome == Outcome.NOT_MET)

    @property
    def missing(self) -> int:
        """How many criteria that have a level are not met, or cannot be judged for want of data."""
        one = self.standing
        return one.criteria_total - one.criteria_met - one.criteria_without_level if one else 0

    @property
    def slipped(self) -> bool:
        """Whether the unit is recognised and yet fails a criterion: the sign to look at once."""
        return self.recognition is not None and bool(self.unmet_criteria)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """How many units meet one criterion, and how many do not, for each reason."""

    criterion: Criterion
    counts: Mapping[Outcome, int]

    @property
    def met(self) -> int:
        return sum(count for outcome, count in self.counts.items() if outcome.counts_as_met)

    @property
    def not_met(self) -> int:
        return self.counts.get(Outcome.NOT_MET, 0)

    @property
    def no_data(self) -> int:
        return self.counts.get(Outcome.NO_DATA, 0)

    @property
    def no_level(self) -> int:
        return self.counts.get(Outcome.NO_LEVEL, 0)


@dataclass(frozen=True, slots=True)
class Band:
    """How many units meet a number of criteria between two bounds, both counted.

    ``show`` is the word by which the matrix narrows to these units.
    """

    name: Text
    units: int
    show: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A district (or the whole) and what its rows add up to."""

    unit: Unit
    rows: tuple[UnitRow, ...]

    @property
    def judged(self) -> tuple[UnitRow, ...]:
        return tuple(row for row in self.rows if row.standing)

    @property
    def recognised(self) -> int:
        return sum(row.recognition is not None for row in self.rows)

    @property
    def ready(self) -> int:
        return sum(row.ready for row in self.rows)

    @property
    def slipped(self) -> int:
        return sum(row.slipped for row in self.rows)

    @property
    def criteria_met_on_average(self) -> Decimal | None:
        """Criteria met, averaged over the units judged; None when none was."""
        met = [row.standing.criteria_met for row in self.rows if row.standing]
        return round(Decimal(sum(met)) / len(met), 1) if met else None


def highest(recognitions: Sequence[Recognition]) -> dict[int, Recognition]:
    """Return each unit's highest recognition by the unit's id."""
    found: dict[int, Recognition] = {}
    for recognition in sorted(recognitions, key=lambda one: _HEIGHT[Level(one.level)]):
        found[recognition.unit_id] = recognition
    return found


def by_criterion(criteria_set: CriteriaSet, rows: Sequence[UnitRow]) -> tuple[CriterionRow, ...]:
    """Count the outcomes of each criterion over the units judged, in the order of the set."""
    outcomes = [row.standing.outcomes for row in rows if row.standing]
    return tuple(
        CriterionRow(criterion, Counter(Outcome(one[criterion.code]) for one in outcomes if criterion.code in one))
        for criterion in criteria_set.criteria
    )


def in_bands(criteria_set: CriteriaSet, rows: Sequence[UnitRow]) -> tuple[Band, ...]:
    """Sort the units judged into the bands of the programme's reports (procedures, 6.1 table 1)."""
    rest = Counter(row.standing.criteria_met for row in rows if row.standing and not row.ready)
    return bands_of(criteria_set, sum(row.ready for row in rows), rest)


def bands_of(criteria_set: CriteriaSet, ready: int, rest: Mapping[int, int]) -> tuple[Band, ...]:
    """Return the bands from how many units are ready and, of the others, how many meet each number of criteria.

    The first band holds the units that meet every criterion for which a level is known.
    """
    total = len(criteria_set.criteria)
    bounds = [(15, total), (10, 14), (5, 9), (0, 4)] if total > 10 else [(5, total), (0, 4)]
    bands = [Band(Text("Đạt mọi tiêu chí đã có mức", "Meet every criterion with a level"), ready, "ready")]
    for low, high in bounds:
        count = sum(units for met, units in rest.items() if low <= met <= high)
        name = Text(f"{low}–{high} tiêu chí, còn thiếu", f"{low}–{high} criteria, some missing")
        bands.append(Band(name, count, f"met-{low}-{high}"))
    return tuple(bands)
