"""What must hold besides the criteria before a unit can be recognised."""

from __future__ import annotations

from dataclasses import dataclass

from ntm.core.problems import Text
from ntm.core.rulebook.indicators import Indicator


@dataclass(frozen=True, slots=True, eq=False)
class Precondition:
    """A condition of recognition, judged like an indicator on a fact that other parts know.

    ``id`` is the key of the fact: ``arrears-free``, ``satisfaction``, ``lower-level-recognised`` …
    """

    id: str
    name: Text
    indicator: Indicator
