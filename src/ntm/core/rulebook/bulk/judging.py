"""The judge, for every unit and period at once: read it beside ``rulebook/judging.py``, line by line.

A sheet has one row per unit and period and one column per measure. Each rule is one expression over its
columns; nothing is computed before an engine is asked for the answer. Outcomes are numbers ordered so
that joining what must all hold is taking the smallest (see ``numbers.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
_AT_ONCE = 16  # a sum of many columns is nested as deep as it is long, and a cluster refuses what is nested too deep


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
    judged = _leaves(law, sheet, places, asked)
    from_parts = _joined_from_parts(criteria_set)
    return (
        (judged.with_columns(*from_parts) if from_parts else judged)
        .with_columns(*(_criterion(criterion) for criterion in criteria_set.criteria))
        .with_columns(_set(criteria_set), *_at_least_so(criteria_set))
        .with_columns(*_exactly_so())
    )


def refuse_wrong_kinds(law: LawTable, judged: nw.DataFrame[Any]) -> None:
    """Raise WrongKindInSheet when a yes-no stands where a figure is asked, or the other way round."""
    wrong = judged.filter(nw.col(OUTCOME) == WRONG_KIND)
    for leaf in leaves_of(law.criteria_set):
        found = wrong.filter(nw.col(leaf.verdicts) == WRONG_KIND)
        if len(found):
            raise WrongKindInSheet(leaf.indicator, found[UNIT][0], found[PERIOD][0])


def _leaves(law: LawTable, sheet: Sheet, places: Sheet, asked: Sheet) -> Sheet:
    """Judge everything that has a value of its own.

    What the law asks of all alike is judged before anybody's place is looked up: a verdict goes through the
    joins with an eighth of the memory of a value.
    """
    values, facts = set(sheet.collect_schema().names()), set(places.collect_schema().names())
    leaves = leaves_of(law.criteria_set)
    at_once = [leaf for leaf in leaves if len(law.different[leaf.verdicts]) == 1 and leaf.reads not in facts]
    later = [leaf for leaf in leaves if leaf not in at_once]
    wanted = dict.fromkeys(name for leaf in later for name in (leaf.reads, leaf.instead) if name in values)
    return (
        sheet.select(UNIT, PERIOD, *wanted, *_said(law, at_once, values))
        .join(places, on=[UNIT, PERIOD], how="inner")
        .join(asked, on=[STANDPOINT, PERIOD], how="inner")
        .select(
            UNIT,
            PERIOD,
            *(leaf.verdicts for leaf in at_once),
            *_said(law, later, values | facts),
        )
    )


def _said(law: LawTable, leaves: Sequence[Question], columns: set[str]) -> Iterator[nw.Expr]:
    """Say one expression for all leaves that are held against the same figure, and one for each of the others.

    Most of a set is yes-no, and below a thousand communes saying a question costs more than answering it.
    """
    alike: dict[tuple[PassesWhen, int], dict[str, str]] = defaultdict(dict)
    for leaf in leaves:
        figure = _figure_for_all(law, leaf, columns)
        if figure is None or leaf.reads is None or leaf.reads in alike[leaf.indicator.passes_when, figure]:
            yield _leaf(law, leaf, columns)
        else:
            alike[leaf.indicator.passes_when, figure][leaf.reads] = leaf.verdicts
    for (passes_when, figure), verdicts in alike.items():
        passes = _passes(passes_when, nw.col(*verdicts), figure)
        yield _met_or_not(passes).fill_null(NO_DATA).name.map(verdicts.__getitem__)


def _figure_for_all(law: LawTable, leaf: Question, columns: set[str]) -> int | None:
    """Return the figure that the value of everybody is held against, None where there is more to say."""
    level, silence = _asked(law, leaf)
    more = silence is not None or leaf.instead in columns or leaf.reads not in columns
    return level if isinstance(level, int) and not more else None


def _leaf(law: LawTable, leaf: Question, columns: set[str]) -> nw.Expr:
    """Hold one value against one level. The law is asked first: where it is silent, no value can help or harm."""
    level, silence = _asked(law, leaf)
    answers = [one for one in (silence, _instead(leaf, columns)) if one is not None]
    if leaf.reads in columns and level is not None:
        answers.insert(0, _met_or_not(_passes(leaf.indicator.passes_when, nw.col(leaf.reads), level)))
    if not answers:
        return _outcome(NO_DATA).alias(leaf.verdicts)
    return (nw.coalesce(*answers) if len(answers) > 1 else answers[0]).fill_null(NO_DATA).alias(leaf.verdicts)


def _asked(law: LawTable, leaf: Question) -> tuple[nw.Expr | int | None, nw.Expr | None]:
    """Return the level and the outcome of its silence; None for the one that no row has.

    What the law asks of everybody alike stands in the expression itself, the rest in columns. In a row that
    has a level the silence is blank, and the other way round.
    """
    different = law.different[leaf.verdicts]
    if len(different) == 1:
        (only,) = different
        return only.level, None if only.silence is None else _outcome(only.silence)
    silent_somewhere = any(one.silence is not None for one in different)
    return nw.col(level_column(leaf.verdicts)), nw.col(silence_column(leaf.verdicts)) if silent_somewhere else None


def _instead(leaf: Question, columns: set[str]) -> nw.Expr | None:
    """Return what was said instead of a value. Only the law excuses, whoever says that it does not apply."""
    if leaf.instead not in columns:
        return None
    said = nw.col(leaf.instead)
    return said if leaf.indicator.applies_when else all_of([said, _outcome(NO_DATA)])


def _met_or_not(passes: nw.Expr) -> nw.Expr:
    """Yes is 1 and no is 0; met is 3 and not met is 0. Blank, where a value or a level is missing, stays blank."""
    return passes.cast(nw.Int8) * MET


def _passes(passes_when: PassesWhen, measured: nw.Expr, level: nw.Expr | int) -> nw.Expr:
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


def _at_least_so(criteria_set: CriteriaSet) -> list[nw.Expr]:
    """Count what a standing counts, each outcome together with all better ones; what does not apply counts as met."""
    criteria = [criterion_column(criterion.code) for criterion in criteria_set.criteria]
    indicators = [question.verdicts for criterion in criteria_set.criteria for question in questions_of(criterion)]
    return [
        _at_least(MET, criteria).alias(CRITERIA_MET),
        _at_least(NO_LEVEL, criteria).alias(CRITERIA_WITHOUT_LEVEL),
        _at_least(MET, indicators).alias(INDICATORS_MET),
        _at_least(NO_LEVEL, indicators).alias(INDICATORS_WITHOUT_LEVEL),
        _at_least(NO_DATA, indicators).alias(INDICATORS_WITHOUT_DATA),
    ]


def _exactly_so() -> list[nw.Expr]:
    """Take the better ones out of each count."""
    better = {
        CRITERIA_WITHOUT_LEVEL: CRITERIA_MET,
        INDICATORS_WITHOUT_LEVEL: INDICATORS_MET,
        INDICATORS_WITHOUT_DATA: INDICATORS_WITHOUT_LEVEL,
    }
    return [(nw.col(count) - nw.col(out)).cast(nw.Int16).alias(count) for count, out in better.items()]


def _at_least(outcome: int, columns: Sequence[str]) -> nw.Expr:
    """Count, in each row, the columns whose outcome has this number or a larger one.

    No outcome is larger than 4: (number + 4 − outcome) // 4 is 1 from ``outcome`` on, and 0 below it. Counting so
    is three times as fast as comparing and adding up what is true.
    """
    some = [columns[at : at + _AT_ONCE] for at in range(0, len(columns), _AT_ONCE)]
    counts = [nw.sum_horizontal((nw.col(*names) + (4 - outcome)) // 4) for names in some]
    return nw.sum_horizontal(*(count.cast(nw.Int16) for count in counts)).cast(nw.Int16)


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


def _outcome(number: int) -> nw.Expr:
    return nw.lit(number, nw.Int8)
