"""A made-up country in the installation's own database: communes under one province, with readings, all samples."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import connection, transaction

from country.made_up import SET
from ntm.areas.models import Kind, Parent, Tier, Trait, TraitName, Unit
from ntm.core.periods import Quarter
from ntm.core.rulebook import Kind as ValueKind
from ntm.core.rulebook.bulk import kinds_of

BEGINNING = date(2021, 1, 1)

# One statement for both databases; the values follow from the unit and the measure, so that every run has the same.
_FILL = """
WITH asked (measure, nth, yes_no) AS (VALUES {asked})
INSERT INTO assessments_reading (unit_id, measure, period, period_ends_on, stage, amount, passed,
    not_applicable_because, note, entered_by, entered_at, is_sample)
SELECT unit.id, asked.measure, %s, %s, '1-reported',
    CASE WHEN asked.yes_no = 0 THEN (unit.id * 37 + asked.nth * 11) %% 101 END,
    CASE WHEN asked.yes_no = 1 THEN (unit.id + asked.nth) %% 10 <> 0 END,
    '', '', 'benchmark', %s, {true}
FROM areas_unit AS unit CROSS JOIN asked WHERE unit.kind = 'xa'
"""


@transaction.atomic
def fill(communes: int, quarters: list[Quarter]) -> int:
    """Make the units and a reading of each measure of the set in each quarter; return how many readings."""
    province = _units([("19", Kind.CENTRAL_CITY, Tier.PROVINCE)])[0]
    Trait.objects.create(
        unit=province,
        name=TraitName.REGION,
        value="TDMNPB",
        valid_from=BEGINNING,
        source="benchmark",
        confidence="high",
    )
    units = _units([(f"{number:06}", Kind.COMMUNE, Tier.COMMUNE) for number in range(communes)])
    Parent.objects.bulk_create(
        [Parent(unit=unit, parent=province, valid_from=BEGINNING) for unit in units], batch_size=2_000
    )
    kinds = kinds_of([SET]).items()
    asked = ", ".join(f"('{name}', {nth}, {int(kind is ValueKind.YES_NO)})" for nth, (name, kind) in enumerate(kinds))
    true = "1" if connection.vendor == "sqlite" else "true"
    with connection.cursor() as cursor:
        for quarter in quarters:
            moment = datetime(2026, 1, 1, tzinfo=UTC)
            cursor.execute(_FILL.format(asked=asked, true=true), [quarter.code, quarter.ends_on, moment])
    return len(kinds) * communes * len(quarters)


def _units(several: list[tuple[str, Kind, Tier]]) -> list[Unit]:
    made = [
        Unit(
            code=code,
            kind=kind,
            tier=tier,
            name=code,
            short_name=code,
            sort_name=code,
            search_name=code,
            valid_from=BEGINNING,
        )
        for code, kind, tier in several
    ]
    Unit.objects.bulk_create(made, batch_size=2_000)
    return made
