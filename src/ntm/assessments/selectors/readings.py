from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ntm.areas.models import Unit
from ntm.assessments.models import Reading, Said
from ntm.core.periods import Quarter
from ntm.core.rulebook import Measured, NotApplicable


@dataclass(slots=True)
class Measures:
    """What counts for one unit in one period: the newest reading of the latest stage, by measure."""

    values: dict[str, Measured] = field(default_factory=dict)
    rest_on_sample: bool = False


def measured_in(period: Quarter, units: Sequence[Unit]) -> dict[int, Measures]:
    """Return what counts for each unit's id in the period; one query, no model instances."""
    found: defaultdict[int, Measures] = defaultdict(Measures)
    rows = (
        Reading.objects.of_period(period.code)
        .current()
        .filter(unit__in=[unit.pk for unit in units])
        .order_by("stage")  # a later stage comes later and so replaces the earlier one
        .values_list("unit_id", "measure", "amount", "passed", "not_applicable_because", "is_sample")
    )
    for unit_id, measure, amount, passed, because, is_sample in rows.iterator(chunk_size=20_000):
        measures = found[unit_id]
        measures.values[measure] = _measured(amount, passed, because)
        measures.rest_on_sample = measures.rest_on_sample or is_sample
    return dict(found)


def readings_of(unit: Unit, period: Quarter) -> dict[str, Reading]:
    """Return the reading that counts for each measure of one unit in one period."""
    readings = Reading.objects.of_period(period.code).current().filter(unit=unit).order_by("stage")
    return {reading.measure: reading for reading in readings}


def said_in(period: Quarter, units: Sequence[Unit]) -> dict[tuple[int, str], Said]:
    """Return what counts in the period in full, with note, part and whole, by unit and measure; one query."""
    rows = Reading.objects.of_period(period.code).current().filter(unit__in={unit.pk for unit in units})
    return {(row.unit_id, row.measure): Said.of(row) for row in rows.order_by("stage")}


def measures_of(readings: Iterable[Reading]) -> dict[str, Measured]:
    """Return what the judge takes: measure → amount, yes or no, or not applicable."""
    return {row.measure: _measured(row.amount, row.passed, row.not_applicable_because) for row in readings}


def _measured(amount: object, passed: bool | None, because: str) -> Measured:
    if because:
        return NotApplicable(because)
    return passed if passed is not None else amount  # type: ignore[return-value]  # the constraint says one is given
