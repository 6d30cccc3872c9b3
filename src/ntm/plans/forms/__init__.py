"""The forms in which plans are written, carried out, amended, and units registered."""

from ntm.plans.forms.amendments import (
    AmendmentForm,
    AmendmentIssueForm,
    CapitalForm,
    NewLineForm,
    NewTargetForm,
    TargetsForm,
)
from ntm.plans.forms.plans import ClauseForm, IssueForm, LinkForm, NewPlanForm, PlanHeadForm
from ntm.plans.forms.records import RecordForm
from ntm.plans.forms.registrations import ReasonForm, RegistrationForm

__all__ = [
    "AmendmentForm",
    "AmendmentIssueForm",
    "CapitalForm",
    "ClauseForm",
    "IssueForm",
    "LinkForm",
    "NewLineForm",
    "NewPlanForm",
    "NewTargetForm",
    "PlanHeadForm",
    "ReasonForm",
    "RecordForm",
    "RegistrationForm",
    "TargetsForm",
]
