from ntm.plans.selectors.capital import CapitalRow, capital_tree
from ntm.plans.selectors.drafts import DraftPage, DraftRow, draft_page
from ntm.plans.selectors.plans import plan_for
from ntm.plans.selectors.targets import Candidate, TargetProgress, targets_with_progress
from ntm.plans.selectors.tasks import Body, Task, bodies_with_duties, tasks

__all__ = [
    "Body",
    "Candidate",
    "CapitalRow",
    "DraftPage",
    "DraftRow",
    "TargetProgress",
    "Task",
    "bodies_with_duties",
    "capital_tree",
    "draft_page",
    "plan_for",
    "targets_with_progress",
    "tasks",
]
