"""Reading an official plan from its text: every item with the line it stands on, nothing guessed."""

from ntm.plans.reading.acts import ReadAct
from ntm.plans.reading.capital import ReadAmount, capital_faults, differences, is_check, parent_in
from ntm.plans.reading.document import ReadClause, ReadPlan, ReadSection, read_plan_text
from ntm.plans.reading.doubts import Doubt, Option
from ntm.plans.reading.figures import Mark
from ntm.plans.reading.head import ReadHead
from ntm.plans.reading.lines import Line, NotReadable, lines_of
from ntm.plans.reading.targets import ReadTarget
from ntm.plans.reading.words import Body, Words, known_words

__all__ = [
    "Body",
    "Doubt",
    "Line",
    "Mark",
    "NotReadable",
    "Option",
    "ReadAct",
    "ReadAmount",
    "ReadClause",
    "ReadHead",
    "ReadPlan",
    "ReadSection",
    "ReadTarget",
    "Words",
    "capital_faults",
    "differences",
    "is_check",
    "known_words",
    "lines_of",
    "parent_in",
    "read_plan_text",
]
