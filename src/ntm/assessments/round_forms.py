"""The forms in which the coordination office sets a round's window and days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Kind
from ntm.assessments.models import Round, RoundKind
from ntm.assessments.services import Due
from ntm.core.periods import Quarter, Window
from ntm.core.problems import Problem, Text
from ntm.core.procedure import Handling, NoPath, Step, working_day_after
from ntm.criteria.selectors import procedure, rulebook

_ASKED = (Kind.COMMUNE, Kind.RURAL_DISTRICT, Kind.TOWN, Kind.PROVINCIAL_CITY)
_TO_REPORT = 15  # days after the window that are proposed for the report; anything may be chosen


class BadDays(Problem):
    """The days of a round were left empty or cannot be read."""

    code = "assessments/bad-days"

    def __init__(self, faults: str) -> None:
        super().__init__(
            Text(f"Ngày chưa đúng: {faults}", f"The days cannot be read: {faults}"),
            Text("Hãy chọn đủ các ngày.", "Choose every day."),
        )


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-control"})


class DaysForm(forms.Form):
    """When a round opens and its steps are due."""

    opens_on = forms.DateField(label=_("Opens on"), widget=DayInput())
    due_on = forms.DateField(label=_("Report due"), widget=DayInput())
    verify_due_on = forms.DateField(label=_("Verification due"), widget=DayInput(), required=False)
    appraise_due_on = forms.DateField(label=_("Appraisal due"), widget=DayInput())

    @classmethod
    def of(cls, round_: Round) -> DaysForm:
        return cls(initial={name: getattr(round_, name) for name in cls.base_fields})

    def due(self) -> Due:
        days = self.cleaned_data
        return Due(days["opens_on"], days["due_on"], days["verify_due_on"], days["appraise_due_on"])


class RoundForm(DaysForm):
    """What a new round asks, of whom, over which window."""

    kind = forms.ChoiceField(label=_("Kind of round"), choices=RoundKind.choices, initial=RoundKind.QUARTER)
    ends_on = forms.DateField(label=_("Last day of the data"), widget=DayInput())
    starts_on = forms.DateField(label=_("First day of the data (ad hoc only)"), widget=DayInput(), required=False)
    sets = forms.MultipleChoiceField(label=_("Criteria sets"), widget=forms.CheckboxSelectMultiple)
    kinds = forms.MultipleChoiceField(
        label=_("Units asked"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in _ASKED],
        initial=[Kind.COMMUNE],
    )
    purpose = forms.CharField(label=_("Purpose"), max_length=200, required=False)

    field_order = ("kind", "ends_on", "starts_on", "sets", "kinds", "opens_on", "due_on", "verify_due_on")

    def __init__(self, data: Any = None, *, day: date) -> None:
        super().__init__(data, initial=proposed(day))
        sets = [one for one in rulebook().sets.values() if one.confirmed]
        self.fields["sets"].choices = [(one.id, one.title.vi) for one in sets]  # type: ignore[attr-defined]
        for name in ("kind", "purpose"):
            self.fields[name].widget.attrs["class"] = "form-select" if name == "kind" else "form-control"

    def window(self) -> Window:
        """Return the window of data: that of the kind's period in which ``ends_on`` lies, or the days as given."""
        ends_on, kind = self.cleaned_data["ends_on"], self.cleaned_data["kind"]
        quarter = Quarter.of(ends_on)
        if kind == RoundKind.QUARTER:
            return Window.of_quarter(quarter)
        if kind == RoundKind.HALF_YEAR:
            return Window.of_half_year(quarter.year, 1 if quarter.number <= 2 else 2)
        if kind == RoundKind.YEAR:
            return Window.of_year(quarter.year)
        return Window(self.cleaned_data["starts_on"] or quarter.starts_on, ends_on)


def proposed(day: date) -> dict[str, Any]:
    """Propose a round of the quarter that closed last; days for checks as the procedure allows, where it says."""
    quarter = Quarter.last_closed_on(day)
    due_on = max(day, quarter.ends_on) + timedelta(days=_TO_REPORT)
    try:
        path = procedure().path("commune")
        verify, appraise = path.handling(Step.VERIFY, day), path.handling(Step.APPRAISE, day)
    except NoPath:
        verify = appraise = None
    verify_due_on = _after(due_on, verify)
    return {
        "ends_on": quarter.ends_on,
        "sets": [one.id for one in rulebook().sets_on(quarter.ends_on, "commune") if one.confirmed],
        "opens_on": day,
        "due_on": due_on,
        "verify_due_on": verify_due_on,
        "appraise_due_on": _after(verify_due_on or due_on, appraise),
    }


def _after(day: date, handling: Handling | None) -> date | None:
    """Return when a step is due that begins on ``day``; None where the law as loaded sets no limit."""
    return working_day_after(day, handling.within) if handling and handling.within else None
