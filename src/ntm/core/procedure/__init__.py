"""The way of a figure through the offices, as the law sets it from day to day.

Begin at ``paths.py``; the law itself is ``law/procedure/review.yaml`` and is read by ``reading.py``.
"""

from ntm.core.procedure.describing import lines_about_procedure
from ntm.core.procedure.faults import ProcedureFaults
from ntm.core.procedure.paths import Handling, NoPath, Path, Procedure, UnknownTier
from ntm.core.procedure.reading import load
from ntm.core.procedure.steps import Step
from ntm.core.procedure.working_days import working_day_after

__all__ = [
    "Handling",
    "NoPath",
    "Path",
    "Procedure",
    "ProcedureFaults",
    "Step",
    "UnknownTier",
    "lines_about_procedure",
    "load",
    "working_day_after",
]
