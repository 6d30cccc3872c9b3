"""What is asked of units in rounds, what was measured, and where each unit stands."""

from ntm.assessments.models.item import REACHED_BY, Item, Reached
from ntm.assessments.models.reading import Reading, Stage
from ntm.assessments.models.round import Round, RoundKind
from ntm.assessments.models.said import Said
from ntm.assessments.models.solution import CapitalSource, Solution, SolutionCost
from ntm.assessments.models.standing import Standing

__all__ = [
    "REACHED_BY",
    "CapitalSource",
    "Item",
    "Reached",
    "Reading",
    "Round",
    "RoundKind",
    "Said",
    "Solution",
    "SolutionCost",
    "Stage",
    "Standing",
]
