from ntm.plans.selectors.above import AskedAbove, asked_above
from ntm.plans.selectors.amended import ClauseOn, clauses_on, lowest_as_issued, targets_on
from ntm.plans.selectors.capital import CapitalRow, capital_tree
from ntm.plans.selectors.coverage import ClauseCoverage, Coverage, clause_coverage, coverage_of
from ntm.plans.selectors.drafts import DraftPage, DraftRow, draft_page
from ntm.plans.selectors.plans import clauses_above, plan_for
from ntm.plans.selectors.progress import ClauseProgress, progress_of
from ntm.plans.selectors.registrations import RegistrationOn, doubts_about, registrations_on
from ntm.plans.selectors.roadmap import Roadmap, roadmap_of
from ntm.plans.selectors.targets import Candidate, TargetProgress, targets_with_progress
from ntm.plans.selectors.tasks import Body, Task, bodies_with_duties, task_of, tasks

__all__ = [
    "AskedAbove",
    "Body",
    "Candidate",
    "CapitalRow",
    "ClauseCoverage",
    "ClauseOn",
    "ClauseProgress",
    "Coverage",
    "DraftPage",
    "DraftRow",
    "RegistrationOn",
    "Roadmap",
    "TargetProgress",
    "Task",
    "asked_above",
    "bodies_with_duties",
    "capital_tree",
    "clause_coverage",
    "clauses_above",
    "clauses_on",
    "coverage_of",
    "doubts_about",
    "draft_page",
    "lowest_as_issued",
    "plan_for",
    "progress_of",
    "registrations_on",
    "roadmap_of",
    "targets_on",
    "targets_with_progress",
    "task_of",
    "tasks",
]
