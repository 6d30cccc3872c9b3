"""The planner: which works, in which year, paid by whom, so that the most units reach their level.

Begin at ``parts.py``, then ``valuing.py`` (what is better), then ``rules.py`` (what is allowed). ``verifying.py``
checks any answer from the data alone.
"""

from ntm.core.optimiser.checking import check
from ntm.core.optimiser.explaining import MoreMoney, Reason, Unreachable, one_more_billion, reasons, unreachable
from ntm.core.optimiser.greedy import BALANCED, CHEAP_FIRST, greedy
from ntm.core.optimiser.parts import Ceiling, Choice, Instance, Need, Progress, Solution, Target, Wish, Work
from ntm.core.optimiser.separating import separate
from ntm.core.optimiser.solving import solve
from ntm.core.optimiser.valuing import reached, value_of
from ntm.core.optimiser.verifying import verify

__all__ = [
    "BALANCED",
    "CHEAP_FIRST",
    "Ceiling",
    "Choice",
    "Instance",
    "MoreMoney",
    "Need",
    "Progress",
    "Reason",
    "Solution",
    "Target",
    "Unreachable",
    "Wish",
    "Work",
    "check",
    "greedy",
    "one_more_billion",
    "reached",
    "reasons",
    "separate",
    "solve",
    "unreachable",
    "value_of",
    "verify",
]
