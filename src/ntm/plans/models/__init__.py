"""The year's plan as data: clauses, targets, tasks, duties, legal bases and planned capital."""

from ntm.plans.models.capital import PlannedCapital
from ntm.plans.models.plan import Clause, ClauseKind, Duty, LegalBasis, Plan, Rhythm
from ntm.plans.models.scenario import (
    Approval,
    Scenario,
    ScenarioResult,
    ScenarioState,
    Search,
    SearchStage,
    SearchState,
    Way,
)
from ntm.plans.models.target import Registration, Target

__all__ = [
    "Approval",
    "Clause",
    "ClauseKind",
    "Duty",
    "LegalBasis",
    "Plan",
    "PlannedCapital",
    "Registration",
    "Rhythm",
    "Scenario",
    "ScenarioResult",
    "ScenarioState",
    "Search",
    "SearchStage",
    "SearchState",
    "Target",
    "Way",
]
