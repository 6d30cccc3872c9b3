"""The judge, for every unit and period at once: read it beside ``rulebook/judging.py``, line by line.

A sheet has one row per unit and period and one column per measure. Each rule is one expression over its
columns; nothing is computed before an engine is asked for the answer. Outcomes are numbers ordered so
that joining what must all hold is taking the smallest (see ``numbers.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import narwhals as nw

from ntm.core.problems import Problem, Text
from ntm.core.rulebook.bulk.columns import (
    CRITERIA_MET,
    CRITERIA_WITHOUT_LEVEL,
    INDICATORS_MET,
    INDICATORS_WITHOUT_DATA,
    INDICATORS_WITHOUT_LEVEL,
    OUTCOME,
    PERIOD,
    STANDPOINT,
    UNIT,
    criterion_column,
    instead_column,
    level_column,
    silence_column,
)
from ntm.core.rulebook.bulk.numbers import MET, NO_DATA, NO_LEVEL, NOT_MET, WRONG_KIND, quarter_of
from ntm.core.rulebook.bulk.questions import Question, leaves_of, question_of, questions_of
from ntm.core.rulebook.bulk.thresholds import LawTable
from ntm.core.rulebook.criteria import Criterion
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.levels import PassesWhen
from ntm.core.rulebook.sets import CriteriaSet

Sheet = nw.LazyFrame[Any]
_AT_ONCE = 8  # a sum of many columns is nested as deep as it is long, and a cluster refuses what is nested too deep


class WrongKindInSheet(Problem):
    """A yes-no stands where a figure is asked, or the other way round."""

    code = "law/wrong-kind-in-sheet"

    def __init__(self, indicator: Indicator, unit: int, period: int) -> None:
        name, when = f"{indicator.set_id}/{indicator.code}", quarter_of(period).code
        super().__init__(
            Text(
                f"Số liệu kỳ {when} của đơn vị số {unit} không đúng loại “{indicator.kind}” của chỉ tiêu {name}.",
                f"What unit {unit} reported for {when} is not of the kind “{indicator.kind}” that {name} asks.",
            ),
            Text(
                "Hãy sửa số liệu ấy: đạt/chưa đạt cho chỉ tiêu có/không, con số cho chỉ tiêu còn lại.",
                "Correct that value: yes or no for a yes-no indicator, a figure for any other.",
            ),
        )


def judge_sheet(law: LawTable, *, sheet: Sheet, places: Sheet, asked: Sheet) -> Sheet:
    """Judge every row of ``sheet`` under one set, lazily.

    ``sheet``   unit, period, and for each measure its values, perhaps with what was said instead; no column
                for what nobody read (see ``numbers.py``).
    ``places``  unit, period, standpoint, and the facts like measures. Rows that it does not name are left out.
    ``asked``   ``law.frame()``, on the engine of the other two.

    Returns unit, period, the outcome of every indicator, part, precondition and criterion and of the whole
    set, and the counts of a standing. The answer may hold WRONG_KIND: see refuse_wrong_kinds.
    """
    criteria_set = law.criteria_set
    rows = sheet.join(places.join(asked, on=[STANDPOINT, PERIOD], how="inner"), on=[UNIT, PERIOD], how="inner")
    columns = set(rows.collect_schema().names())
    judged = rows.select(UNIT, PERIOD, *(_leaf(law, leaf, columns) for leaf in leaves_of(criteria_set)))
    from_parts = _joined_from_parts(criteria_set)
    return (
        (judged.with_columns(*from_parts) if from_parts else judged)
        .with_columns(*(_criterion(criterion) for criterion in criteria_set.criteria))
        .with_columns(_set(criteria_set), *_counts(criteria_set))
    )


def refuse_wrong_kinds(law: LawTable, judged: nw.DataFrame[Any]) -> None:
    """Raise WrongKindInSheet when a yes-no stands where a figure is asked, or the other way round."""
    wrong = judged.filter(nw.col(OUTCOME) == WRONG_KIND)
    for leaf in leaves_of(law.criteria_set):
        found = wrong.filter(nw.col(leaf.verdicts) == WRONG_KIND)
        if len(found):
            raise WrongKindInSheet(leaf.indicator, found[UNIT][0], found[PERIOD][0])


def _leaf(law: LawTable, leaf: Question, columns: set[str]) -> nw.Expr:
    """Hold one value against one level. The law is asked first: where it is silent, no value can help or harm."""
    level, silence = _asked(law, leaf)
    answers = [silence, *_without_value(leaf, columns)]
    if leaf.reads in columns and level is not None:
        answers.insert(0, _met_or_not(_passes(leaf.indicator.passes_when, nw.col(leaf.reads), level)))
    return nw.coalesce(*(answer for answer in answers if answer is not None)).alias(leaf.verdicts)


def _asked(law: LawTable, leaf: Question) -> tuple[nw.Expr | None, nw.Expr | None]:
    """Return the level and the outcome of its silence; None for the one that no row has.

    What the law asks of everybody alike stands in the expression itself, the rest in columns. In a row that
    has a level the silence is blank, and the other way round.
    """
    different = law.asked_by(leaf)
    if len(different) == 1:
        (only,) = different
        if only.silence_number is not None:
            return None, _outcome(only.silence_number)
        return nw.lit(only.level, nw.Int64), None
    silent_somewhere = any(one.silence for one in different)
    silence = nw.col(silence_column(leaf.verdicts)) if silent_somewhere else None
    return nw.col(level_column(leaf.verdicts)), silence


def _without_value(leaf: Question, columns: set[str]) -> list[nw.Expr]:
    """Say what a value that is not there comes to: only the law excuses, whoever says that it does not apply."""
    instead = leaf.reads and instead_column(leaf.reads)
    if instead not in columns:
        return [_outcome(NO_DATA)]
    said = nw.col(instead)
    return [said if leaf.indicator.applies_when else all_of([said, _outcome(NO_DATA)]), _outcome(NO_DATA)]


def _met_or_not(passes: nw.Expr) -> nw.Expr:
    """Met where it passes, not met where it does not; blank, as ``passes`` is, where a value or a level is missing."""
    return nw.when(passes).then(_outcome(MET)).when(~passes).then(_outcome(NOT_MET))


def _passes(passes_when: PassesWhen, measured: nw.Expr, level: nw.Expr) -> nw.Expr:
    if passes_when is PassesWhen.AT_LEAST:
        return measured >= level
    if passes_when is PassesWhen.AT_MOST:
        return measured <= level
    return measured == level


def _joined_from_parts(criteria_set: CriteriaSet) -> list[nw.Expr]:
    """Join the parts of each indicator and precondition that has any."""
    questions = [question for criterion in criteria_set.criteria for question in questions_of(criterion)]
    questions += [question_of(precondition) for precondition in criteria_set.preconditions]
    return [_verdict(question).alias(question.verdicts) for question in questions if question.parts]


def _verdict(question: Question) -> nw.Expr:
    if not question.parts:
        return nw.col(question.verdicts)
    join = any_of if question.indicator.passes_when is PassesWhen.ANY_OF else all_of
    return join([_verdict(part) for part in question.parts])


def _criterion(criterion: Criterion) -> nw.Expr:
    """Join the indicators of a criterion; what the law asks besides, and is not loaded, has no level."""
    verdicts = [nw.col(question.verdicts) for question in questions_of(criterion)]
    missing = [] if criterion.known_in_full else [_outcome(NO_LEVEL)]
    return all_of([*verdicts, *missing]).alias(criterion_column(criterion.code))


def _set(criteria_set: CriteriaSet) -> nw.Expr:
    criteria = [nw.col(criterion_column(criterion.code)) for criterion in criteria_set.criteria]
    preconditions = [nw.col(question_of(one).verdicts) for one in criteria_set.preconditions]
    return all_of([*criteria, *preconditions]).alias(OUTCOME)


def _counts(criteria_set: CriteriaSet) -> list[nw.Expr]:
    """Count what a standing counts; what does not apply counts as met."""
    criteria = [criterion_column(criterion.code) for criterion in criteria_set.criteria]
    indicators = [question.verdicts for criterion in criteria_set.criteria for question in questions_of(criterion)]
    return [
        _how_many(criteria, lambda outcome: outcome >= MET).alias(CRITERIA_MET),
        _how_many(criteria, lambda outcome: outcome == NO_LEVEL).alias(CRITERIA_WITHOUT_LEVEL),
        _how_many(indicators, lambda outcome: outcome >= MET).alias(INDICATORS_MET),
        _how_many(indicators, lambda outcome: outcome == NO_LEVEL).alias(INDICATORS_WITHOUT_LEVEL),
        _how_many(indicators, lambda outcome: outcome == NO_DATA).alias(INDICATORS_WITHOUT_DATA),
    ]


def all_of(outcomes: Sequence[nw.Expr]) -> nw.Expr:
    """Join outcomes that must all hold: the smallest number; nothing at all has no level."""
    if len(outcomes) > 1:
        return nw.min_horizontal(*outcomes)
    return outcomes[0] if outcomes else _outcome(NO_LEVEL)


def any_of(outcomes: Sequence[nw.Expr]) -> nw.Expr:
    """Join outcomes of which one is enough: as all_of, with met and not met in each other's place."""
    return _turned(all_of([_turned(one) for one in outcomes]))


def _turned(outcome: nw.Expr) -> nw.Expr:
    met, not_met = _outcome(MET), _outcome(NOT_MET)
    return nw.when(outcome == MET).then(not_met).when(outcome == NOT_MET).then(met).otherwise(outcome)


def _how_many(columns: Sequence[str], condition: Callable[[nw.Expr], nw.Expr]) -> nw.Expr:
    """Count the columns for which a condition holds, in each row."""
    some = [columns[at : at + _AT_ONCE] for at in range(0, len(columns), _AT_ONCE)]
    counts = [nw.sum_horizontal(condition(nw.col(*names)).cast(nw.Int16)) for names in some]
    return nw.sum_horizontal(*counts, nw.lit(0, nw.Int16)).cast(nw.Int16)


def _outcome(number: int) -> nw.Expr:
    return nw.lit(number, nw.Int8)
