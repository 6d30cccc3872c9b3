"""Judging everything at once: from the database or a file, on an engine, to standings or a file.

The rules are in ``core.rulebook.bulk``; here is only where the numbers come from and where they go.
"""

from ntm.assessments.bulk.engines import Engine, engine_at
from ntm.assessments.bulk.judging import Judged, judge_sets
from ntm.assessments.bulk.sheets import Sheet, Told, read_from_database
from ntm.assessments.bulk.verdicts import keep_verdicts, standings_of

__all__ = [
    "Engine",
    "Judged",
    "Sheet",
    "Told",
    "engine_at",
    "judge_sets",
    "keep_verdicts",
    "read_from_database",
    "standings_of",
]
