"""What the columns of a sheet and of its verdicts are called.

Names hold no full stop, which some engines read as a step into a structure: 10.1 is ``10_1``.
"""

from __future__ import annotations

UNIT, PERIOD, STANDPOINT = "unit", "period", "standpoint"
OUTCOME = "outcome"  # of the whole set
CRITERIA_MET, CRITERIA_WITHOUT_LEVEL = "criteria_met", "criteria_without_level"
INDICATORS_MET, INDICATORS_WITHOUT_LEVEL = "indicators_met", "indicators_without_level"
INDICATORS_WITHOUT_DATA = "indicators_without_data"


def measure_column(measure: str) -> str:
    """Name the column of a measure's values: ``commune-ntm-2021-2025/10.1`` is ``commune-ntm-2021-2025/10_1``."""
    return measure.replace(".", "_")


def instead_column(values: str) -> str:
    """Name the column that says why there is no value, where somebody said so: see ``numbers.value_number``."""
    return f"instead_of_{values}"


def fact_column(precondition: str) -> str:
    """Name the column of the fact that a precondition asks for."""
    return f"fact_{measure_column(precondition)}"


def indicator_column(code: str) -> str:
    """Name the column of the verdicts of an indicator, or of a part of one."""
    return f"indicator_{measure_column(code)}"


def criterion_column(code: str) -> str:
    return f"criterion_{measure_column(code)}"


def precondition_column(precondition: str) -> str:
    return f"precondition_{measure_column(precondition)}"


def level_column(verdicts: str) -> str:
    """Name the column of the levels that the values behind some verdicts are held against."""
    return f"level_of_{verdicts}"


def silence_column(verdicts: str) -> str:
    """Name the column of the outcomes that stand where the law has no level."""
    return f"silence_on_{verdicts}"
