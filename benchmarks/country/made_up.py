"""Any number of communes over twenty days, with figures from a seed: nothing in it is real but the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import narwhals as nw
import numpy as np
import polars as pl

from ntm.core.rulebook import CriteriaSet, Kind, PassesWhen, Place, load
from ntm.core.rulebook.bulk import LawTable, Question, compile_law, leaves_of
from ntm.core.rulebook.bulk.columns import (
    CRITERIA_MET,
    CRITERIA_WITHOUT_LEVEL,
    INDICATORS_MET,
    INDICATORS_WITHOUT_DATA,
    INDICATORS_WITHOUT_LEVEL,
    OUTCOME,
    criterion_column,
)
from ntm.core.rulebook.bulk.numbers import STEPS

SET = load(Path(__file__).parents[2] / "law").set("commune-ntm-2021-2025")
COUNTS = [CRITERIA_MET, CRITERIA_WITHOUT_LEVEL, INDICATORS_MET, INDICATORS_WITHOUT_LEVEL, INDICATORS_WITHOUT_DATA]
REGIONS = ["TDMNPB", "DBSH", "BTB", "DHNTB", "TN", "DNB", "DBSCL"]
TRAITS = ["safe-zone", "hardship-zone-III", "poor-district"]
# The first day of every second month while the set is in force: twenty days.
DAYS = {202201 + number: date(2022 + (3 + 2 * number) // 12, (3 + 2 * number) % 12 + 1, 1) for number in range(20)}


@dataclass(frozen=True)
class Country:
    """``sheet`` and ``places`` as the bulk judge takes them; ``rows`` the same values, a row for each."""

    law: LawTable
    stood: tuple[Place, ...]  # by unit
    sheet: pl.DataFrame
    places: pl.DataFrame

    @property
    def criteria_set(self) -> CriteriaSet:
        return self.law.criteria_set

    @property
    def leaves(self) -> list[Question]:
        """What has a value in the sheet, in the order of its columns."""
        return [leaf for leaf in leaves_of(self.criteria_set) if leaf.reads in self.sheet.columns]

    @property
    def values(self) -> int:
        return len(self.sheet) * len(self.criteria_set.indicators)

    @property
    def rows(self) -> pl.DataFrame:
        """A row for each value, blank ones too, in order; ``place`` is one number for unit and period."""
        measures = {leaf.reads: number for number, leaf in enumerate(self.leaves)}
        whole = self.sheet.with_columns(pl.col(leaf.reads).cast(pl.Int64) for leaf in self.leaves)
        long = whole.with_row_index("place").unpivot(
            on=list(measures), index=["place", "unit", "period"], variable_name="measure", value_name="value"
        )
        numbered = long.with_columns(pl.col("measure").replace_strict(measures, return_dtype=pl.Int32))
        return numbered.with_columns(pl.col("place").cast(pl.Int32)).sort("place", "measure")

    @property
    def asked_at(self) -> pl.DataFrame:
        """For the number of each unit and period, the number of the law's row: a join on one number is the fastest."""
        numbers = pl.DataFrame(
            [(*row, number) for number, row in enumerate(self.law.rows)],
            schema={"standpoint": pl.Int32, "period": pl.Int32, "law": pl.Int32},
            orient="row",
        )
        there = self.places.with_row_index("place").with_columns(pl.col("place").cast(pl.Int32))
        return there.join(numbers, on=["standpoint", "period"]).select("place", "law", "standpoint")

    @property
    def thresholds(self) -> pl.DataFrame:
        """The law as rows; ``cell`` is one number for standpoint, period and measure; level or silence is blank."""
        return pl.DataFrame(
            [
                (standpoint, period, number, law * len(self.leaves) + number, asked.level, asked.silence)
                for number, leaf in enumerate(self.leaves)
                for law, ((standpoint, period), asked) in enumerate(
                    zip(self.law.rows, self.law.thresholds[leaf.verdicts], strict=True)
                )
            ],
            schema={
                "standpoint": pl.Int32,
                "period": pl.Int32,
                "measure": pl.Int32,
                "cell": pl.Int32,
                "level": pl.Int64,
                "silence": pl.Int8,
            },
            orient="row",
        )


def made_up(communes: int, days: dict[int, date] = DAYS, seed: int = 318) -> Country:
    """Make a country: four values in five are good, one in fifty is blank, the rest is chance."""
    chance = np.random.default_rng(seed)
    stood = tuple(_place(chance) for _ in range(communes))
    law = compile_law(SET, stood, days)
    unit = np.repeat(np.arange(communes, dtype=np.int32), len(days))
    period = np.tile(np.array(list(days), dtype=np.int32), communes)
    standpoint = np.array([law.standpoint(place) for place in stood], dtype=np.int32)[unit]
    columns = {"unit": unit, "period": period}
    leaves = [leaf for leaf in leaves_of(SET) if leaf.reads and not leaf.reads.startswith("fact_")]
    columns |= {leaf.reads: _values(leaf, len(unit), chance) for leaf in leaves}
    sheet = pl.DataFrame(columns).with_columns(
        pl.when(pl.col(leaf.reads) != _BLANK).then(pl.col(leaf.reads)).cast(_type_of(leaf)) for leaf in leaves
    )
    places = pl.DataFrame({"unit": unit, "period": period, "standpoint": standpoint})
    return Country(law, stood, sheet, places)


_BLANK = -1


def _type_of(leaf: Question) -> type[pl.DataType]:
    return pl.Int8 if leaf.indicator.kind is Kind.YES_NO else pl.Int64


def _place(chance: np.random.Generator) -> Place:
    traits = frozenset(trait for trait in TRAITS if chance.random() < 0.2)
    return Place(REGIONS[chance.integers(len(REGIONS))], traits=traits, province=str(chance.integers(1, 64)))


def _values(leaf: Question, count: int, chance: np.random.Generator) -> np.ndarray:
    indicator = leaf.indicator
    good = chance.random(count) < 0.8
    if indicator.kind is Kind.YES_NO:
        values = np.where(good, 1, chance.integers(0, 2, count))
    else:
        best = 0 if indicator.passes_when is PassesWhen.AT_MOST else 100
        values = np.where(good, best, np.round(chance.random(count) * 100)) * STEPS
    return np.where(chance.random(count) < 0.02, _BLANK, values).astype(np.int64)


def narwhals(frame: pl.DataFrame) -> nw.LazyFrame:
    return nw.from_native(frame.lazy())


def columns_of_verdicts(criteria_set: CriteriaSet) -> Sequence[str]:
    """Return the columns that every contender must fill alike: what has a value, criteria, the set, and counts."""
    leaves = [leaf.verdicts for leaf in leaves_of(criteria_set) if not (leaf.reads or "").startswith("fact_")]
    return [*leaves, *(criterion_column(criterion.code) for criterion in criteria_set.criteria), OUTCOME, *COUNTS]
