"""From readings, one row each, to a sheet: one row per unit and period, one column per measure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from ntm.core.rulebook.bulk.columns import PERIOD, UNIT, instead_column, measure_column
from ntm.core.rulebook.bulk.numbers import NOT_APPLICABLE, WRONG_KIND, value_number, value_type
from ntm.core.rulebook.levels import Kind
from ntm.core.rulebook.verdicts import Measured

MEASURE, STAGE, SAID, VALUE = "measure", "stage", "said", "value"
AMOUNT, YES_NO, EXCUSE = range(3)  # what SAID may be

# Numbers that stand in a cell while it is not a value; every value is larger.
_NOTHING, _WRONG, _EXCUSED = (int(np.iinfo(np.int64).min) + number for number in range(3))


def spread(readings: nw.DataFrame[Any], kinds: Mapping[str, Kind]) -> nw.DataFrame[Any]:
    """Spread readings over the columns of a sheet; a later stage takes the place of an earlier one.

    ``readings`` has the whole numbers unit, period, measure (its place in ``kinds``), stage, said (AMOUNT, YES_NO or
    EXCUSE) and value (in ten-thousandths, or 1 for yes and 0 for no); none is blank, the order does not matter, and a
    measure has at most one row of a stage. ``kinds`` says of each measure what it must be.
    """
    unit, period, measure, stage, said, value = (
        readings[name].to_numpy() for name in (UNIT, PERIOD, MEASURE, STAGE, SAID, VALUE)
    )
    asked = np.array([YES_NO if kind is Kind.YES_NO else AMOUNT for kind in kinds.values()], dtype=said.dtype)
    value = np.where(said == asked[measure], value, np.where(said == EXCUSE, _EXCUSED, _WRONG))
    periods, nth = _numbered(period)
    keys, row = _numbered(unit.astype(np.int64) * len(periods) + nth)
    cells = np.full((len(kinds), len(keys)), _NOTHING)
    for one in np.unique(stage):
        of_stage = stage == one
        cells[measure[of_stage], row[of_stage]] = value[of_stage]
    columns = {UNIT: (keys // len(periods)).astype(np.int32), PERIOD: periods[keys % len(periods)].astype(np.int32)}
    names = [measure_column(name) for name in kinds]
    sheet = nw.from_dict(columns | dict(zip(names, cells, strict=True)), backend=nw.get_native_namespace(readings))
    says_instead = np.any((cells > _NOTHING) & (cells <= _EXCUSED), axis=1).tolist()
    said_instead = [_instead(name) for name, some in zip(names, says_instead, strict=True) if some]
    values = [
        nw.when(nw.col(name) > _EXCUSED).then(nw.col(name)).cast(value_type(kind))
        for name, kind in zip(names, kinds.values(), strict=True)
    ]
    return sheet.with_columns(*said_instead, *values)


def written(name: str, kind: Kind, measured: Iterable[Measured | None]) -> list[nw.Series[Any]]:
    """Write what was measured, or facts, as columns of a sheet: the values, and what was said instead of any."""
    numbers = [value_number(one, kind) for one in measured]
    values, instead = [value for value, _ in numbers], [said for _, said in numbers]
    column = nw.new_series(name, values, value_type(kind), backend="polars")
    if not any(said is not None for said in instead):
        return [column]
    return [column, nw.new_series(instead_column(name), instead, nw.Int8, backend="polars")]


def _instead(name: str) -> nw.Expr:
    said = nw.col(name)
    excused, wrong = nw.lit(NOT_APPLICABLE, nw.Int8), nw.lit(WRONG_KIND, nw.Int8)
    return nw.when(said == _EXCUSED).then(excused).when(said == _WRONG).then(wrong).alias(instead_column(name))


def _numbered(keys: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the different keys in order, and for each key its place among them; keys are not below zero.

    As ``np.unique`` with its inverse, without sorting millions of keys.
    """
    present = np.zeros(int(keys.max(initial=-1)) + 1, dtype=bool)
    present[keys] = True
    different = np.flatnonzero(present)
    places = np.zeros(len(present), dtype=np.int64)
    places[different] = np.arange(len(different))
    return different, places[keys]
