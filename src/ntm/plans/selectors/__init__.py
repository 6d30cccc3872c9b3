from ntm.plans.selectors.capital import CapitalRow, capital_tree
from ntm.plans.selectors.plans import plan_for
from ntm.plans.selectors.targets import Candidate, TargetProgress, targets_with_progress
from ntm.plans.selectors.tasks import Task, offices_with_duties, tasks

__all__ = [
    "Candidate",
    "CapitalRow",
    "TargetProgress",
    "Task",
    "capital_tree",
    "offices_with_duties",
    "plan_for",
    "targets_with_progress",
    "tasks",
]
