"""The law of the programme, and the judge.

Begin at ``judging.py``; the law itself is under ``law/`` and is read by ``reading/``.
"""

from ntm.core.rulebook.comparing import Aspect, Difference, differences
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.criteria import Criterion
from ntm.core.rulebook.dated import Dated, Interval, NotInForce
from ntm.core.rulebook.describing import lines_about, lines_about_book
from ntm.core.rulebook.faults import LawFaults
from ntm.core.rulebook.indicators import Amendment, Indicator
from ntm.core.rulebook.judging import WrongKindOfValue, judge, judge_criterion, judge_indicator, judge_set
from ntm.core.rulebook.levels import Asked, Grouping, Kind, Level, PassesWhen
from ntm.core.rulebook.outcomes import Outcome
from ntm.core.rulebook.places import Place, RegionRule
from ntm.core.rulebook.preconditions import Precondition
from ntm.core.rulebook.reading import load
from ntm.core.rulebook.register import Office, Source
from ntm.core.rulebook.sets import CriteriaSet, Rulebook, UnknownIndicator, UnknownPlace, UnknownSet
from ntm.core.rulebook.silences import Silence
from ntm.core.rulebook.verdicts import CriterionVerdict, Measured, NotApplicable, SetVerdict, Verdict

__all__ = [
    "Amendment",
    "Asked",
    "Aspect",
    "Confidence",
    "CriteriaSet",
    "Criterion",
    "CriterionVerdict",
    "Dated",
    "Difference",
    "Grouping",
    "Indicator",
    "Interval",
    "Kind",
    "LawFaults",
    "Level",
    "Measured",
    "NotApplicable",
    "NotInForce",
    "Office",
    "Outcome",
    "PassesWhen",
    "Place",
    "Precondition",
    "RegionRule",
    "Rulebook",
    "SetVerdict",
    "Silence",
    "Source",
    "UnknownIndicator",
    "UnknownPlace",
    "UnknownSet",
    "Verdict",
    "WrongKindOfValue",
    "differences",
    "judge",
    "judge_criterion",
    "judge_indicator",
    "judge_set",
    "lines_about",
    "lines_about_book",
    "load",
]
