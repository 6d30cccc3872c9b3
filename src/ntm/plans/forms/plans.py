from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ntm.accounts.models import Office
from ntm.plans.forms.fields import CalmForm, DayInput
from ntm.plans.models import Clause, ClauseKind, Plan, Rhythm
from ntm.plans.selectors.amended import ClauseOn
from ntm.plans.services import ClauseWords, PlanHead

Choices = Sequence[tuple[str, str]]


class PlanHeadForm(CalmForm):
    """The head of a plan as it will be printed."""

    title = forms.CharField(label=_("Title of the plan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    issuer = forms.CharField(label=_("Issuer"), max_length=200)
    signed_by = forms.CharField(label=_("Signed by"), max_length=200, help_text=_("Name and position"))

    def head(self) -> PlanHead:
        return PlanHead(**{name: self.cleaned_data[name] for name in ("title", "issuer", "signed_by")})


class NewPlanForm(PlanHeadForm):
    """Whose plan is begun; the year is that of the page."""

    owner = forms.ChoiceField(label=_("Whose plan"))
    field_order = ("owner", "title", "issuer", "signed_by")

    def __init__(self, data: Any = None, *, owners: Choices, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["owner"].choices = owners  # type: ignore[attr-defined]


class IssueForm(CalmForm):
    """The number and day of the signed plan."""

    number = forms.CharField(label=_("Number"), max_length=40, help_text=_("As on the signed plan, such as 98/KH-UBND"))
    on = forms.DateField(label=_("Day of issue"), widget=DayInput())


class ClauseForm(CalmForm):
    """What a clause asks; of a new one also its reference, kind, and the clause above that it serves."""

    wide = ("serves",)
    reference = forms.CharField(label=_("Reference"), max_length=20, help_text=_("Such as II.1 or III.2-a"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ClauseKind.choices, initial=ClauseKind.TASK)
    serves = forms.ChoiceField(label=_("Serves the clause of the plan above"), required=False)
    summary = forms.CharField(label=_("What is to be done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    output = forms.CharField(label=_("Result"), max_length=300, required=False)
    due_on = forms.DateField(label=_("Due day"), widget=DayInput(), required=False)
    rhythm = forms.ChoiceField(label=_("How often"), choices=[("", "–"), *Rhythm.choices], required=False)
    responsible = forms.CharField(label=_("In charge"), max_length=200, required=False)
    lead = forms.MultipleChoiceField(label=_("Leads"), required=False, widget=forms.CheckboxSelectMultiple)
    support = forms.MultipleChoiceField(label=_("Supports"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, data: Any = None, *, plan: Plan, above: Iterable[Clause] = (), clause: ClauseOn | None = None
    ) -> None:
        super().__init__(data, initial=_initial(clause) if clause else None)
        if clause:
            for name in ("reference", "kind", "serves"):
                del self.fields[name]
        elif choices := link_choices(above):
            self.fields["serves"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["serves"]
        self.names_offices = plan.clauses.filter(duties__isnull=False).exists()
        offices = [(office.code, office.name) for office in Office.objects.order_by("name")]
        for name in ("lead", "support"):
            if self.names_offices:
                self.fields[name].choices = offices  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def words(self) -> ClauseWords:
        said = self.cleaned_data
        plain = {name: said[name] for name in ("summary", "output", "due_on", "rhythm", "responsible")}
        if self.names_offices:
            return ClauseWords(**plain, lead=said["lead"], support=said["support"])
        return ClauseWords(**plain)


class LinkForm(CalmForm):
    """Which clause above a clause serves."""

    wide = ("serves",)
    serves = forms.ChoiceField(label=_("Serves the clause of the plan above"), required=False)

    def __init__(self, data: Any = None, *, above: Iterable[Clause], clause: Clause) -> None:
        super().__init__(data, initial={"serves": str(clause.serves_id or "")})
        self.fields["serves"].choices = link_choices(above) or [("", "–")]  # type: ignore[attr-defined]


def link_choices(above: Iterable[Clause]) -> list[Any]:
    """Return clauses above as choices, grouped by their plan."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for clause in above:
        words = f"{clause.reference}: {clause.summary}"
        groups.setdefault(clause.plan.unit.name, []).append((str(clause.pk), words[:110]))
    return [("", "–"), *groups.items()] if groups else []


def _initial(one: ClauseOn) -> dict[str, Any]:
    plain = {name: getattr(one.clause, name) for name in ("summary", "output", "due_on", "rhythm", "responsible")}
    return {
        **plain,
        "lead": [office.code for office in one.lead],
        "support": [office.code for office in one.support],
    }
