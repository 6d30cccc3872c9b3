"""What becomes of verdicts: standings, as the judge of one unit leaves them, or a file with a row for each verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import narwhals as nw
import numpy as np
import polars as pl
from numpy.typing import NDArray

from ntm.areas.models import Unit
from ntm.assessments.bulk.judging import Judged
from ntm.assessments.models import Standing
from ntm.core.rulebook import CriteriaSet
from ntm.core.rulebook.bulk import question_of, questions_of
from ntm.core.rulebook.bulk.columns import (
    CRITERIA_MET,
    CRITERIA_WITHOUT_LEVEL,
    INDICATORS_MET,
    INDICATORS_WITHOUT_DATA,
    INDICATORS_WITHOUT_LEVEL,
    OUTCOME,
    criterion_column,
)
from ntm.core.rulebook.bulk.numbers import NOT_MET, OUTCOMES, quarter_of

_COUNTS = [CRITERIA_MET, CRITERIA_WITHOUT_LEVEL, INDICATORS_MET, INDICATORS_WITHOUT_LEVEL, INDICATORS_WITHOUT_DATA]

_TOLD = ["unit_code", "unit", "period", "criteria_set", "what", "code", "outcome"]
Made = TypeVar("Made")


def standings_of(judged: Judged) -> Iterator[Standing]:
    """Make the standing of each row; none is saved."""
    criteria_set, rows = judged.criteria_set, judged.rows
    questions = [question for criterion in criteria_set.criteria for question in questions_of(criterion)]
    criteria = _numbers(rows, [criterion_column(criterion.code) for criterion in criteria_set.criteria])
    indicators = _numbers(rows, [question.verdicts for question in questions])
    names = [criterion.code for criterion in criteria_set.criteria]
    codes = [question.indicator.code for question in questions]
    outcomes = _each_once(
        criteria, lambda row: {name: OUTCOMES[one].value for name, one in zip(names, row, strict=True)}
    )
    unmet = _each_once(indicators, lambda row: [code for code, one in zip(codes, row, strict=True) if one == NOT_MET])
    told = rows.select("unit", "period", "is_sample", OUTCOME, *_COUNTS).iter_rows(named=True)
    for row, of_criteria, not_met in zip(told, outcomes, unmet, strict=True):
        period = quarter_of(row["period"])
        yield Standing(
            unit_id=row["unit"],
            criteria_set=criteria_set.id,
            period=period.code,
            judged_on=period.ends_on,
            outcome=OUTCOMES[row[OUTCOME]].value,
            criteria_total=len(criteria_set.criteria),
            indicators_total=len(questions),
            outcomes=of_criteria,
            unmet=not_met,
            law=criteria_set.fingerprint,
            rests_on_sample=row["is_sample"],
            **{name: row[name] for name in _COUNTS},
        )


def keep_verdicts(judged: Sequence[Judged], file: Path) -> int:
    """Write a Parquet file with a row for each verdict, and return how many there are.

    In order of set, period and unit. Its columns: unit_code, unit, period, criteria_set, what (set, criterion,
    indicator or precondition), code, outcome.
    """
    tables = [_told(one) for one in judged]
    told = pl.concat(tables) if tables else pl.DataFrame(schema=dict.fromkeys(_TOLD, pl.String))
    told.write_parquet(file)
    return len(told)


def _told(judged: Judged) -> pl.DataFrame:
    """Say every verdict of one set in words, a row each."""
    rows: pl.DataFrame = judged.rows.to_native()
    verdicts = pl.DataFrame(_columns(judged.criteria_set), schema=["column", "what", "code"], orient="row")
    verdicts = verdicts.with_row_index("nth")
    units = Unit.objects.filter(tier=judged.criteria_set.tier).values_list("pk", "code", "name")
    names = pl.DataFrame(
        list(units), schema={"unit": pl.Int32, "unit_code": pl.String, "name": pl.String}, orient="row"
    )
    periods = {number: quarter_of(number).code for number in rows["period"].unique()}
    outcomes = {number: outcome.value for number, outcome in enumerate(OUTCOMES)}
    return (
        rows.lazy()
        .unpivot(on=verdicts["column"].to_list(), index=["unit", "period"], variable_name="column", value_name="number")
        .join(verdicts.lazy(), on="column")
        .join(names.lazy(), on="unit")
        .with_columns(
            unit="name",
            period=pl.col("period").replace_strict(periods, return_dtype=pl.String),
            criteria_set=pl.lit(judged.criteria_set.id),
            outcome=pl.col("number").replace_strict(outcomes, return_dtype=pl.String),
        )
        .sort("period", "unit_code", "nth")
        .select(_TOLD)
        .collect()
    )


def _columns(criteria_set: CriteriaSet) -> list[tuple[str, str, str]]:
    """Return the columns of verdicts, with what each is about and its code; parts are told as indicators."""
    found = [(OUTCOME, "set", criteria_set.id)]
    for criterion in criteria_set.criteria:
        found.append((criterion_column(criterion.code), "criterion", criterion.code))
        for question in questions_of(criterion):
            every = {one.verdicts: one.indicator.code for one in (question, *question.leaves())}
            found += [(column, "indicator", code) for column, code in every.items()]
    return found + [(question_of(one).verdicts, "precondition", one.id) for one in criteria_set.preconditions]


def _each_once(rows: NDArray[np.int8], make: Callable[[list[int]], Made]) -> list[Made]:
    """Make something of each row, and the same thing again for a row that came before: most units are like others."""
    made: dict[bytes, Made] = {}
    found = []
    for row in rows:
        key = row.tobytes()
        if key not in made:
            made[key] = make(row.tolist())
        found.append(made[key])
    return found


def _numbers(rows: nw.DataFrame[Any], columns: Sequence[str]) -> NDArray[np.int8]:
    return np.ascontiguousarray(rows.select(columns).to_numpy(), dtype=np.int8)
