"""The year's plan as data: clauses, targets, tasks, duties, legal bases and planned capital."""

from ntm.plans.models.capital import PlannedCapital
from ntm.plans.models.draft import Correction, DraftItem, DraftPart, PlanDraft
from ntm.plans.models.plan import Clause, ClauseKind, Duty, LegalBasis, Plan, Rhythm
from ntm.plans.models.target import Registration, Target

__all__ = [
    "Clause",
    "ClauseKind",
    "Correction",
    "DraftItem",
    "DraftPart",
    "Duty",
    "LegalBasis",
    "Plan",
    "PlanDraft",
    "PlannedCapital",
    "Registration",
    "Rhythm",
    "Target",
]
