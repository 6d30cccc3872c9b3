"""The planner: which works, in which year, paid by whom, so that the most units reach their level.

Begin at ``parts.py``, then ``valuing.py`` (what is better), then ``rules.py`` (what is allowed). ``verifying.py``
checks any answer from the data alone.
"""

from ntm.core.optimiser.checking import check
from ntm.core.optimiser.explaining import (
    Looked,
    MoreMoney,
    Reason,
    Unreachable,
    look_for_more,
    look_for_unreachable,
    one_more_billion,
    reasons,
    unreachable,
)
from ntm.core.optimiser.greedy import BALANCED, CHEAP_FIRST, greedy
from ntm.core.optimiser.parts import Ceiling, Choice, Instance, Need, Progress, Solution, Target, Wish, Work, under
from ntm.core.optimiser.paying import TooDear, pay, pay_in_order
from ntm.core.optimiser.pinning import PinsCannotBePaid
from ntm.core.optimiser.separating import separate
from ntm.core.optimiser.solving import BEST, solve
from ntm.core.optimiser.valuing import reached, value_of
from ntm.core.optimiser.verifying import verify

__all__ = [
    "BALANCED",
    "BEST",
    "CHEAP_FIRST",
    "Ceiling",
    "Choice",
    "Instance",
    "Looked",
    "MoreMoney",
    "Need",
    "PinsCannotBePaid",
    "Progress",
    "Reason",
    "Solution",
    "Target",
    "TooDear",
    "Unreachable",
    "Wish",
    "Work",
    "check",
    "greedy",
    "look_for_more",
    "look_for_unreachable",
    "one_more_billion",
    "pay",
    "pay_in_order",
    "reached",
    "reasons",
    "separate",
    "solve",
    "under",
    "unreachable",
    "value_of",
    "verify",
]
