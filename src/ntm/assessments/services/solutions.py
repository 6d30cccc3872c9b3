"""Planning what a unit will do about an indicator that it does not meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from ntm.areas.models import Unit
from ntm.assessments.models import Solution, SolutionCost
from ntm.audit.services import record


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned: the deed, who leads it, by when, and how far it has come in percent."""

    what: str
    lead: str
    due_on: date
    progress: int = 0
    progress_note: str = ""


@transaction.atomic
def plan_solution(
    unit: Unit, measure: str, planned: Planned, costs: Mapping[str, int], *, by: str, at: datetime
) -> Solution:
    """Add a solution; ``costs`` are whole đồng by capital source, sources without cost left out."""
    solution = Solution.objects.create(
        unit=unit, measure=measure, made_by=by, made_at=at, changed_at=at, **asdict(planned)
    )
    _keep(solution, costs)
    _log("assessments.solution_planned", solution, costs, by=by, at=at)
    return solution


@transaction.atomic
def change_solution(
    solution: Solution, planned: Planned, costs: Mapping[str, int], *, by: str, at: datetime
) -> Solution:
    """Change what is planned or how far it has come; the log keeps what was planned before."""
    solution = Solution.objects.select_for_update().get(pk=solution.pk)
    for name, value in asdict(planned).items():
        setattr(solution, name, value)
    solution.changed_at = at
    solution.save(update_fields=[*asdict(planned), "changed_at"])
    solution.costs.all().delete()
    _keep(solution, costs)
    _log("assessments.solution_changed", solution, costs, by=by, at=at)
    return solution


@transaction.atomic
def drop_solution(solution: Solution, *, by: str, at: datetime) -> None:
    """Drop a solution; it stays in the history."""
    solution = Solution.objects.select_for_update().get(pk=solution.pk)
    if solution.dropped_at is None:
        solution.dropped_at = at
        solution.save(update_fields=["dropped_at"])
        _log("assessments.solution_dropped", solution, {}, by=by, at=at)


def _keep(solution: Solution, costs: Mapping[str, int]) -> None:
    SolutionCost.objects.bulk_create(
        SolutionCost(solution=solution, source=source, amount_dong=amount) for source, amount in costs.items() if amount
    )


def _log(act: str, solution: Solution, costs: Mapping[str, int], *, by: str, at: datetime) -> None:
    detail = {
        "unit": solution.unit_id,
        "measure": solution.measure,
        "what": solution.what,
        "due_on": str(solution.due_on),
        "progress": solution.progress,
        "costs": dict(costs),
    }
    record(act, subject=solution.unit.name, by=by, at=at, detail=detail)
