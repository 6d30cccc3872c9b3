"""The bulk judge answers as the judge does: for every unit, law, day, silence and missing value that could exist."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import narwhals as nw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ntm.assessments.bulk import engine_at
from ntm.core.rulebook import (
    CriteriaSet,
    Kind,
    Measured,
    NotApplicable,
    Outcome,
    Place,
    SetVerdict,
    Verdict,
    WrongKindOfValue,
    judge_set,
    load,
)
from ntm.core.rulebook.bulk import (
    Question,
    WrongKindInSheet,
    compile_law,
    judge_sheet,
    leaves_of,
    question_of,
    questions_of,
    refuse_wrong_kinds,
    spread,
    written,
)
from ntm.core.rulebook.bulk.columns import (
    CRITERIA_MET,
    CRITERIA_WITHOUT_LEVEL,
    INDICATORS_MET,
    INDICATORS_WITHOUT_DATA,
    INDICATORS_WITHOUT_LEVEL,
    OUTCOME,
    criterion_column,
    fact_column,
    measure_column,
)
from ntm.core.rulebook.bulk.numbers import OUTCOMES
from tests.properties import made_up_law as made_up

BOOK = load(Path(__file__).parents[2] / "law")
Engine = Callable[[nw.DataFrame[Any]], nw.LazyFrame[Any]]


def in_memory(frame: nw.DataFrame[Any]) -> nw.LazyFrame[Any]:
    return frame.lazy()


Values = dict[str, Measured | None]  # by column; None is not reported


@dataclass(frozen=True)
class Case:
    """Some units on some days: what is measured of each on each day."""

    places: tuple[Place, ...]
    days: dict[int, date]  # by period
    values: dict[tuple[int, int], Values]  # by unit and period


@st.composite
def cases(draw, criteria_set: CriteriaSet, days: st.SearchStrategy[date] = made_up.days, *, kinds: bool = True) -> Case:
    """Draw units and days; values are of the kind that is asked unless ``kinds`` is False."""
    places = tuple(draw(st.lists(made_up.places, min_size=1, max_size=6)))
    periods = dict(enumerate(draw(st.lists(days, min_size=1, max_size=3)), start=20241))
    columns = {leaf.reads: leaf.indicator.kind for leaf in leaves_of(criteria_set) if leaf.reads}
    drawn = {name: made_up.values_of(kind) if kinds else made_up.anything for name, kind in columns.items()}
    values = {
        (unit, period): {name: draw(of_kind) for name, of_kind in drawn.items()}
        for unit in range(len(places))
        for period in periods
    }
    return Case(places, periods, values)


def judged_in_bulk(criteria_set: CriteriaSet, case: Case, engine: Engine = in_memory) -> list[dict[str, int]]:
    """Judge the case at once; return a row per unit and period, in their order."""
    law = compile_law(criteria_set, case.places, case.days)
    cells = list(case.values)
    identity = {"unit": [unit for unit, _ in cells], "period": [period for _, period in cells]}
    standpoints = [law.standpoint(case.places[unit]) for unit, _ in cells]
    columns = {leaf.reads: leaf.indicator.kind for leaf in leaves_of(criteria_set) if leaf.reads}
    series = {
        name: written(name, kind, [values[name] for values in case.values.values()]) for name, kind in columns.items()
    }
    facts = [one for name, several in series.items() if name.startswith("fact_") for one in several]
    measures = [one for name, several in series.items() if not name.startswith("fact_") for one in several]
    own = nw.from_dict(identity, schema={"unit": nw.Int32(), "period": nw.Int32()}, backend="polars")
    there = nw.new_series("standpoint", standpoints, nw.Int32, backend="polars")
    judged = judge_sheet(
        law,
        sheet=engine(own.with_columns(*measures)),
        places=engine(own.with_columns(there, *facts)),
        asked=engine(law.frame()),
    )
    answer = judged.collect("polars").sort("unit", "period")
    refuse_wrong_kinds(law, answer)
    return list(answer.iter_rows(named=True))


def judged_one_by_one(criteria_set: CriteriaSet, case: Case) -> list[SetVerdict]:
    """Ask the judge for each unit and period, in their order."""
    measures = {leaf.reads: leaf.indicator.measure for leaf in leaves_of(criteria_set) if leaf.reads}
    verdicts = []
    for (unit, period), values in case.values.items():
        said = {name: value for name, value in values.items() if value is not None}
        of_measures = {measures[name]: value for name, value in said.items()}
        facts = {one.id: said[name] for one in criteria_set.preconditions if (name := fact_column(one.id)) in said}
        place, day = case.places[unit], case.days[period]
        verdicts.append(judge_set(criteria_set, of_measures, place=place, on=day, facts=facts))
    return verdicts


def told(verdict: SetVerdict) -> dict[str, Outcome | int]:
    """Say a verdict in the columns of the bulk judge."""
    of_criteria = [one for criterion in verdict.criteria for one in criterion.verdicts]
    outcomes = [one.outcome for one in of_criteria]
    asked = [one for criterion in verdict.criteria_set.criteria for one in questions_of(criterion)]
    asked += [question_of(one) for one in verdict.criteria_set.preconditions]
    found: dict[str, Outcome | int] = {}
    for question, answer in zip(asked, [*of_criteria, *verdict.preconditions], strict=True):
        found |= leaves_told(question, answer) | {question.verdicts: answer.outcome}
    return {
        **found,
        **{criterion_column(one.code): one.outcome for one in verdict.criteria},
        OUTCOME: verdict.outcome,
        CRITERIA_MET: verdict.met,
        CRITERIA_WITHOUT_LEVEL: verdict.without_level,
        INDICATORS_MET: sum(outcome.counts_as_met for outcome in outcomes),
        INDICATORS_WITHOUT_LEVEL: outcomes.count(Outcome.NO_LEVEL),
        INDICATORS_WITHOUT_DATA: outcomes.count(Outcome.NO_DATA),
    }


def leaves_told(question: Question, verdict: Verdict) -> dict[str, Outcome | int]:
    if not question.parts:
        return {question.verdicts: verdict.outcome}
    pairs = zip(question.parts, verdict.parts, strict=True)
    return {name: outcome for part, answer in pairs for name, outcome in leaves_told(part, answer).items()}


def read_back(row: dict[str, int]) -> dict[str, Outcome | int]:
    """Read the numbers of a row as outcomes; counts stay numbers."""
    counts = {CRITERIA_MET, CRITERIA_WITHOUT_LEVEL, INDICATORS_MET, INDICATORS_WITHOUT_LEVEL, INDICATORS_WITHOUT_DATA}
    row = {name: number for name, number in row.items() if name not in {"unit", "period"}}
    return {name: number if name in counts else OUTCOMES[number] for name, number in row.items()}


def assert_same(criteria_set: CriteriaSet, case: Case, engine: Engine = in_memory) -> None:
    bulk = [read_back(row) for row in judged_in_bulk(criteria_set, case, engine)]
    assert bulk == [told(verdict) for verdict in judged_one_by_one(criteria_set, case)]


@settings(max_examples=200)
@given(data=st.data())
def test_bulk_is_the_judge_under_any_law(data) -> None:
    criteria_set = data.draw(made_up.sets())

    assert_same(criteria_set, data.draw(cases(criteria_set)))


@pytest.mark.parametrize("name", list(BOOK.sets))
@settings(max_examples=8)
@given(data=st.data())
def test_bulk_is_the_judge_under_every_set_that_is_loaded(name: str, data) -> None:
    criteria_set = BOOK.set(name)
    last = criteria_set.in_force.ends or date(2030, 12, 31)

    assert_same(criteria_set, data.draw(cases(criteria_set, st.dates(criteria_set.in_force.begins, last))))


@pytest.fixture(scope="module")
def sail() -> Iterator[Engine]:
    """Start a Sail server in this process: what stands on a cluster's machines, on one."""
    if not (find_spec("pysail") and find_spec("pyspark")):
        pytest.skip("the extra “cluster” is not installed: no Sail, no Spark")
    with engine_at("sail://") as engine:
        yield engine.take


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_bulk_is_the_judge_on_a_cluster_too(sail: Engine, data) -> None:
    criteria_set = data.draw(made_up.sets())

    assert_same(criteria_set, data.draw(cases(criteria_set)), sail)


@settings(max_examples=60)
@given(data=st.data())
def test_a_value_of_the_wrong_kind_is_refused_where_the_judge_refuses_it(data) -> None:
    criteria_set = data.draw(made_up.sets())
    case = data.draw(cases(criteria_set, kinds=False))
    try:
        judged_one_by_one(criteria_set, case)
    except WrongKindOfValue:
        with pytest.raises(WrongKindInSheet, match="không đúng loại"):
            judged_in_bulk(criteria_set, case)
    else:
        assert_same(criteria_set, case)


@given(data=st.data())
def test_the_latest_stage_counts_in_any_order(data) -> None:
    kinds = {"a/1.1": Kind.PERCENT, "a/1.2": Kind.YES_NO, "a/2": Kind.COUNT}
    keys = st.tuples(st.sampled_from([7, 90, 30_000]), st.sampled_from([20241, 20254]), st.sampled_from(list(kinds)))
    cells = data.draw(st.dictionaries(st.tuples(keys, st.integers(1, 3)), made_up.anything.filter(bool), max_size=12))
    rows = data.draw(st.permutations([reading(list(kinds), *key, value) for key, value in cells.items()]))

    sheet = spread(frame_of(rows), kinds)

    latest = {key: value for (key, _), value in sorted(cells.items(), key=lambda cell: cell[0][1])}
    units = sorted({(unit, period) for unit, period, _ in latest})
    expected = nw.from_dict(
        {"unit": [unit for unit, _ in units], "period": [period for _, period in units]},
        schema={"unit": nw.Int32(), "period": nw.Int32()},
        backend="polars",
    ).with_columns(
        *(
            column
            for name, kind in kinds.items()
            for column in written(measure_column(name), kind, [latest.get((*unit, name)) for unit in units])
        )
    )
    assert sheet.select(sorted(sheet.columns)).rows() == expected.select(sorted(expected.columns)).rows()


def reading(measures: list[str], key: tuple[int, int, str], stage: int, value: Measured) -> tuple[int, ...]:
    unit, period, name = key
    if isinstance(value, NotApplicable):
        said, number = 2, 0
    else:
        said, number = (1, int(value)) if isinstance(value, bool) else (0, int(value * 10_000))
    return unit, period, measures.index(name), stage, said, number


def frame_of(rows: list[tuple[int, ...]]) -> nw.DataFrame[Any]:
    names = ["unit", "period", "measure", "stage", "said", "value"]
    columns = {name: [row[number] for row in rows] for number, name in enumerate(names)}
    return nw.from_dict(columns, schema={name: nw.Int64() for name in names}, backend="polars")


def test_an_amount_that_the_database_could_not_keep_is_refused() -> None:
    with pytest.raises(ValueError, match="four decimals"):
        written("a", Kind.NUMBER, [Decimal("1.00001")])
