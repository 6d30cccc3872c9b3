"""The same judgement written by hand: the floor in NumPy, and pandas twice, over a sheet and over rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from country.made_up import COUNTS, Country
from ntm.core.rulebook import Kind, PassesWhen
from ntm.core.rulebook.bulk import Question, questions_of
from ntm.core.rulebook.bulk.numbers import MET, NO_DATA, NO_LEVEL, NOT_MET


def _blank_of(leaf: Question) -> int:
    """Return the number that stands for a blank; a yes-no is kept in one byte."""
    return -1 if leaf.indicator.kind is Kind.YES_NO else int(np.iinfo(np.int64).min)


Matrix = np.ndarray  # verdicts, one row for each column of ``columns_of_verdicts``


def in_numpy(country: Country) -> Callable[[], Matrix]:
    """Prepare arrays, then judge them with as few passes over memory as the rules allow.

    It takes the rows for granted: in one order, with the number of the law's row beside each.
    """
    law, leaves = country.law, country.leaves
    places = {row: number for number, row in enumerate(law.rows)}
    of_place = country.places.select("standpoint", "period").rows()
    row = np.array([places[one] for one in of_place])
    values = [country.sheet[leaf.reads].fill_null(_blank_of(leaf)).to_numpy() for leaf in leaves]
    asked = [law.thresholds[leaf.verdicts] for leaf in leaves]
    levels = [np.array([one.level or 0 for one in several]) for several in asked]
    silences = [np.array([-1 if one.silence is None else one.silence for one in several], np.int8) for several in asked]
    groups, partial = _groups(country)
    of_indicators = _leaves_of_indicators(country)

    def judge() -> Matrix:
        found = np.empty((len(leaves) + len(groups) + 1 + len(COUNTS), len(row)), np.int8)
        for number, leaf in enumerate(leaves):
            verdict = found[number]
            same = len(set(asked[number])) == 1
            if same and silences[number][0] >= 0:
                verdict[:] = silences[number][0]
                continue
            level = levels[number][0] if same else levels[number][row]
            passes = COMPARE[leaf.indicator.passes_when](values[number], level)
            np.multiply(passes.view(np.int8), MET, out=verdict)
            verdict[values[number] == _blank_of(leaf)] = NO_DATA
            if not same and (silences[number] >= 0).any():
                silence = silences[number][row]
                np.copyto(verdict, silence, where=silence >= 0)
        criteria = found[len(leaves) : len(leaves) + len(groups)]
        for number, members in enumerate(groups):
            np.minimum.reduce(found[members], axis=0, out=criteria[number])
            if number in partial:
                np.minimum(criteria[number], NO_LEVEL, out=criteria[number])
        _set_and_counts(_indicators(found, of_indicators), criteria, out=found[len(leaves) + len(groups) :])
        return found

    return judge


def in_pandas_over_a_sheet(country: Country) -> Callable[[], Matrix]:
    """Judge data frames column by column, as one would who knows pandas well."""
    law, leaves = country.law, country.leaves
    sheet, places = country.sheet.to_pandas(), country.places.to_pandas()
    asked = law.frame().to_pandas()
    groups, partial = _groups(country)
    of_indicators = _leaves_of_indicators(country)

    def judge() -> Matrix:
        rows = sheet.merge(places.merge(asked, on=["standpoint", "period"]), on=["unit", "period"])
        verdicts = {}
        for leaf in leaves:
            different = law.different[leaf.verdicts]
            only = next(iter(different)) if len(different) == 1 else None
            level = rows[f"level_of_{leaf.verdicts}"] if only is None else only.level
            if only is not None and only.silence is not None:
                verdicts[leaf.verdicts] = np.full(len(rows), only.silence, np.int8)
                continue
            value = rows[leaf.reads]
            passes = COMPARE[leaf.indicator.passes_when](value, level)
            verdict = pd.Series(np.where(passes, MET, NOT_MET), index=rows.index).mask(value.isna(), NO_DATA)
            if f"silence_on_{leaf.verdicts}" in rows:
                silence = rows[f"silence_on_{leaf.verdicts}"]
                verdict = pd.Series(np.where(silence.isna(), verdict, silence), index=rows.index)
            verdicts[leaf.verdicts] = verdict.astype(np.int8)
        told = pd.DataFrame(verdicts)
        names = list(told.columns)
        of_criteria = {}
        for number, members in enumerate(groups):
            joined = told[[names[one] for one in members]].min(axis=1)
            of_criteria[number] = joined.clip(upper=NO_LEVEL) if number in partial else joined
        criteria = pd.DataFrame(of_criteria)
        whole = {tuple(members): told[[names[one] for one in members]].min(axis=1) for members in of_indicators}
        indicators = pd.DataFrame(whole)
        counts = [
            criteria.min(axis=1).clip(upper=NO_DATA),
            (criteria >= MET).sum(axis=1),
            (criteria == NO_LEVEL).sum(axis=1),
            (indicators >= MET).sum(axis=1),
            (indicators == NO_LEVEL).sum(axis=1),
            (indicators == NO_DATA).sum(axis=1),
        ]
        return pd.concat([told, criteria, *counts], axis=1).to_numpy(np.int8).T

    return judge


def in_pandas_over_rows(country: Country) -> Callable[[], Matrix]:
    """Judge a table with a row for each value: two merges on one number each, then groups of criteria."""
    rows, asked_at, thresholds = (one.to_pandas() for one in (country.rows, country.asked_at, country.thresholds))
    rows, asked_at = rows[["place", "measure", "value"]], asked_at[["place", "law"]]
    thresholds = thresholds[["cell", "level", "silence"]]
    groups, partial = _groups(country)
    of_indicators = _leaves_of_indicators(country)
    of_criterion = np.empty(len(country.leaves), np.int64)
    for number, members in enumerate(groups):
        of_criterion[members] = number
    passes_when = np.array([list(PassesWhen).index(leaf.indicator.passes_when) for leaf in country.leaves])

    def judge() -> Matrix:
        held = rows.merge(asked_at, on="place")
        held["cell"] = held["law"] * len(passes_when) + held["measure"]
        held = held.merge(thresholds, on="cell")
        how = passes_when[held["measure"]]
        more, less = held["value"] >= held["level"], held["value"] <= held["level"]
        at_least, at_most = (list(PassesWhen).index(one) for one in (PassesWhen.AT_LEAST, PassesWhen.AT_MOST))
        passes = np.where(how == at_least, more, np.where(how == at_most, less, more & less))
        judged = np.where(held["value"].isna(), NO_DATA, np.where(passes, MET, NOT_MET))
        held["verdict"] = np.where(held["silence"].isna(), judged, held["silence"].fillna(0)).astype(np.int8)
        held["criterion"] = of_criterion[held["measure"]]
        criteria = held.groupby(["criterion", "place"], sort=True)["verdict"].min()
        told = held.sort_values(["measure", "place"])["verdict"].to_numpy()
        joined = criteria.to_numpy().reshape(len(groups), -1)
        for number in partial:
            joined[number] = np.minimum(joined[number], NO_LEVEL)
        leaves = told.reshape(len(country.leaves), -1)
        counts = np.empty((1 + len(COUNTS), leaves.shape[1]), np.int8)
        _set_and_counts(_indicators(leaves, of_indicators), joined, out=counts)
        return np.concatenate([leaves, joined, counts])

    return judge


COMPARE: dict[PassesWhen, Callable] = {
    PassesWhen.AT_LEAST: np.greater_equal,
    PassesWhen.AT_MOST: np.less_equal,
    PassesWhen.EXACTLY: np.equal,
    PassesWhen.YES: np.equal,
}


def _indicators(leaves: Matrix, of_indicators: list[list[int]]) -> list[np.ndarray]:
    """Return the verdicts of each indicator: those of its only leaf, or the smallest among its parts'."""
    return [leaves[one[0]] if len(one) == 1 else np.minimum.reduce(leaves[one], axis=0) for one in of_indicators]


def _set_and_counts(indicators: list[np.ndarray], criteria: Matrix, out: Matrix) -> None:
    """Write the outcome of the set and the five counts; nobody knows the facts of the preconditions here."""
    np.minimum(np.minimum.reduce(criteria, axis=0), NO_DATA, out=out[0])
    out[1:] = 0
    for one in criteria:
        out[1] += one >= MET
        out[2] += one == NO_LEVEL
    for one in indicators:
        out[3] += one >= MET
        out[4] += one == NO_LEVEL
        out[5] += one == NO_DATA


def _leaves_of_indicators(country: Country) -> list[list[int]]:
    numbers = {leaf.verdicts: number for number, leaf in enumerate(country.leaves)}
    questions = [question for criterion in country.criteria_set.criteria for question in questions_of(criterion)]
    return [[numbers[leaf.verdicts] for leaf in question.leaves()] for question in questions]


def _groups(country: Country) -> tuple[list[list[int]], set[int]]:
    """Return for each criterion which leaves are its own, and which criteria are not known in full.

    Joining parts first, then indicators, is joining all of them: every indicator with parts asks for all of them.
    """
    numbers = {leaf.verdicts: number for number, leaf in enumerate(country.leaves)}
    groups = []
    for criterion in country.criteria_set.criteria:
        questions = questions_of(criterion)
        assert all(one.indicator.passes_when is not PassesWhen.ANY_OF for one in questions)
        groups.append([numbers[leaf.verdicts] for question in questions for leaf in question.leaves()])
    partial = {number for number, one in enumerate(country.criteria_set.criteria) if not one.known_in_full}
    return groups, partial
