"""Reading an official plan from its text: every item with the line it stands on, nothing guessed."""

from ntm.plans.reading.capital import ReadAmount, capital_faults, differences
from ntm.plans.reading.document import ReadPlan, read_plan_text
from ntm.plans.reading.lines import Line, NotReadable, lines_of

__all__ = [
    "Line",
    "NotReadable",
    "ReadAmount",
    "ReadPlan",
    "capital_faults",
    "differences",
    "lines_of",
    "read_plan_text",
]
