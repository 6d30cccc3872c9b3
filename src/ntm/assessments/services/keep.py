"""Keeping readings: the one place where a reading is written, set aside or brought back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from ntm.areas.models import Unit
from ntm.assessments.models import Item, Reading, Round, Said, Stage, Standing
from ntm.assessments.moves import Move, tell
from ntm.assessments.services.judge import judge_units
from ntm.assessments.services.store import save_again
from ntm.core.periods import Quarter
from ntm.criteria.selectors import rulebook

_AT_ONCE = 400
_ASIDE = ["set_aside_at", "set_aside_by"]


def keep_readings(
    round_: Round, stage: Stage, said: Sequence[tuple[Item, Said]], *, by: str, at: datetime
) -> list[Reading]:
    """Write what one body found; it sets aside every reading of the same measure from this stage on.

    A report opens a measure anew, so it sets aside what was verified and appraised before: an old
    appraisal must not outlive its correction.
    """
    made = [_reading(round_, item, stage, one, by=by, at=at) for item, one in said]
    older = _current(round_.period, [item for item, _ in said], stage)
    aside = [reading for readings in older.values() for reading in readings]
    for reading in aside:
        reading.set_aside_at = at
    save_again(aside, _ASIDE)
    Reading.objects.bulk_create(made, batch_size=_AT_ONCE)
    for reading in made:
        for old in older.get((reading.unit_id, reading.measure), ()):
            old.set_aside_by = reading
    save_again(aside, _ASIDE)
    return made


def take_back_readings(round_: Round, stage: Stage, items: Sequence[Item], *, at: datetime) -> None:
    """Set the readings of a stage aside, and bring back what they had set aside."""
    current = _current(round_.period, items, stage)
    taken = [reading for readings in current.values() for reading in readings if reading.stage == stage]
    brought_back = list(Reading.objects.filter(set_aside_by__in=taken))
    for reading in taken:
        reading.set_aside_at = at
    save_again(taken, _ASIDE)
    for reading in brought_back:
        reading.set_aside_at, reading.set_aside_by = None, None
    save_again(brought_back, _ASIDE)


def rejudge(units: Iterable[Unit], period: Quarter, *, at: datetime) -> list[Move]:
    """Judge units again against every set in force, and tell the watchers which standings moved."""
    touched = list({unit.pk: unit for unit in units}.values())
    before = _standings(touched, period)
    judge_units(touched, period, [one.id for one in rulebook().sets_on(period.ends_on)])
    after = _standings(touched, period)
    by_id = {unit.pk: unit for unit in touched}
    moves = [
        Move(by_id[key[0]], before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if _outcomes(before.get(key)) != _outcomes(after.get(key))
    ]
    tell(moves, at)
    return moves


def _outcomes(standing: Standing | None) -> object:
    return standing and standing.outcomes


def _standings(units: Sequence[Unit], period: Quarter) -> dict[tuple[int, str], Standing]:
    rows = Standing.objects.filter(unit__in=[unit.pk for unit in units], period=period.code)
    return {(row.unit_id, row.criteria_set): row for row in rows}


def _current(period: str, items: Sequence[Item], stage: Stage) -> dict[tuple[int, str], list[Reading]]:
    """Return the current readings of the items' measures from a stage on, by unit and measure."""
    wanted = {(item.unit_id, item.measure) for item in items}
    rows = (
        Reading.objects.of_period(period)
        .current()
        .filter(unit__in={unit for unit, _ in wanted}, measure__in={measure for _, measure in wanted}, stage__gte=stage)
    )
    found: dict[tuple[int, str], list[Reading]] = {}
    for row in rows:
        if (row.unit_id, row.measure) in wanted:
            found.setdefault((row.unit_id, row.measure), []).append(row)
    return found


def _reading(round_: Round, item: Item, stage: Stage, said: Said, *, by: str, at: datetime) -> Reading:
    fields = {name: value for name, value in said.fields.items() if name != "typed"}
    return Reading(
        unit_id=item.unit_id,
        measure=item.measure,
        period=round_.period,
        period_ends_on=round_.quarter.ends_on,
        stage=stage,
        entered_by=by,
        entered_at=at,
        **fields,
    )
