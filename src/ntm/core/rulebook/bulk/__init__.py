"""The judge for a whole country at once.

``judge_sheet`` gives for every unit and period what ``judge_set`` gives for one; ``docs/bulk-judging.md``
explains it with a worked table. Begin at ``judging.py``. Narwhals is loaded with this package only.
"""

from ntm.core.rulebook.bulk.judging import WrongKindInSheet, judge_sheet, refuse_wrong_kinds
from ntm.core.rulebook.bulk.questions import Question, kinds_of, leaves_of, question_of, questions_of
from ntm.core.rulebook.bulk.sheets import spread, written
from ntm.core.rulebook.bulk.standpoints import Sight
from ntm.core.rulebook.bulk.thresholds import LawTable, Threshold, compile_law

__all__ = [
    "LawTable",
    "Question",
    "Sight",
    "Threshold",
    "WrongKindInSheet",
    "compile_law",
    "judge_sheet",
    "kinds_of",
    "leaves_of",
    "question_of",
    "questions_of",
    "refuse_wrong_kinds",
    "spread",
    "written",
]
