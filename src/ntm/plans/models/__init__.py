"""The year's plan as data: clauses, targets, tasks, duties, legal bases and planned capital; what came of it."""

from ntm.plans.models.amendment import Amendment, Changed, PlanChange
from ntm.plans.models.capital import PlannedCapital
from ntm.plans.models.draft import Correction, DraftItem, DraftPart, PlanDraft
from ntm.plans.models.plan import Clause, ClauseKind, Duty, LegalBasis, Plan, PlanState, Rhythm
from ntm.plans.models.record import TaskRecord, TaskState
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
from ntm.plans.models.target import Registration, RegistrationState, RegistrationStep, Target

__all__ = [
    "Amendment",
    "Approval",
    "Changed",
    "Clause",
    "ClauseKind",
    "Correction",
    "DraftItem",
    "DraftPart",
    "Duty",
    "LegalBasis",
    "Plan",
    "PlanChange",
    "PlanDraft",
    "PlanState",
    "PlannedCapital",
    "Registration",
    "RegistrationState",
    "RegistrationStep",
    "Rhythm",
    "Scenario",
    "ScenarioResult",
    "ScenarioState",
    "Search",
    "SearchStage",
    "SearchState",
    "Target",
    "TaskRecord",
    "TaskState",
    "Way",
]
