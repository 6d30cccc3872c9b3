"""Wrong values are refused whole, each with its place and remedy; what was done is told to the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ntm.areas.models import Unit
from ntm.assessments.checks import faults_in
from ntm.assessments.models import Item, Round, Said
from ntm.assessments.selectors.asked import questions_for
from ntm.audit.services import record
from ntm.core.problems import Fault, Faults, Text

Found = Sequence[tuple[Item, Said]]


class WrongValues(Faults):
    """What is sent holds values that cannot be right; every one is listed."""

    code = "assessments/wrong-values"

    def __init__(self, unit: Unit, faults: Sequence[Fault]) -> None:
        what = Text(f"Số liệu của {unit.name} có lỗi.", f"Figures of {unit.name} cannot be right.")
        super().__init__(what, faults)


def refuse_wrong(round_: Round, unit: Unit, found: Found) -> None:
    """Raise WrongValues when any value of a unit cannot be right."""
    questions = {one.measure: one for one in questions_for(round_, [unit])[unit.pk]}
    remedy = Text("Hãy sửa rồi gửi lại.", "Put it right, then send again.")
    faults = [
        Fault(item.code, fault, remedy)
        for item, said in found
        for fault in faults_in(questions[item.measure].indicator, said)
    ]
    if faults:
        raise WrongValues(unit, faults)


def log_values(act: str, round_: Round, unit: Unit, found: Found, *, by: str, at: datetime) -> None:
    """Leave one line in the log with every value that an act passed on."""
    values = {item.measure: _written(said) for item, said in found}
    detail = {"unit": unit.pk, "round": str(round_), "period": round_.period, "values": values}
    record(act, subject=unit.name, by=by, at=at, detail=detail)


def _written(said: Said) -> str:
    if said.not_applicable_because:
        return f"không áp dụng: {said.not_applicable_because}"
    return str(said.passed) if said.amount is None else f"{said.amount.normalize():f}"
