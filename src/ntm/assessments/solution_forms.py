"""The form of one solution; money is typed in triệu đồng and kept in đồng."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ntm.assessments.models import CapitalSource, Solution
from ntm.assessments.round_forms import DayInput
from ntm.assessments.services.solutions import Planned
from ntm.core.problems import Problem
from ntm.core.quantities import read_figure, written

_MILLION = 1_000_000
_MOST = 10**15


class MillionsField(forms.CharField):
    """An amount typed in triệu đồng, such as 1.743.406 or 12,5; cleaned to whole đồng, empty to 0."""

    def clean(self, value: Any) -> int:
        typed = super().clean(value)
        if not typed.strip():
            return 0
        try:
            dong = read_figure(typed) * _MILLION
        except Problem as problem:
            raise forms.ValidationError(problem.said_in(get_language() or "vi")) from problem
        if dong != dong.to_integral_value() or not 0 <= dong < _MOST:
            raise forms.ValidationError(_("Write an amount in million đồng, to the đồng, not below 0."))
        return int(dong)


class SolutionForm(forms.Form):
    """What, who, by when, how far, and what it costs from each source."""

    what = forms.CharField(label=_("What will be done"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    lead = forms.CharField(label=_("Who is in charge"), max_length=200)
    due_on = forms.DateField(label=_("By when"), widget=DayInput())
    progress = forms.IntegerField(label=_("Progress in percent"), min_value=0, max_value=100, initial=0)
    progress_note = forms.CharField(label=_("How it stands"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, solution: Solution | None = None) -> None:
        super().__init__(data, initial=_initial(solution) if solution else None)
        for source in CapitalSource:
            self.fields[f"cost_{source.value}"] = MillionsField(label=source.label, required=False)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control")

    @property
    def costs(self) -> dict[str, int]:
        """Whole đồng by source, as cleaned."""
        return {source.value: self.cleaned_data[f"cost_{source.value}"] for source in CapitalSource}

    def planned(self) -> Planned:
        return Planned(**{name: self.cleaned_data[name] for name in Planned.__slots__})


def _initial(solution: Solution) -> dict[str, Any]:
    costs = {
        f"cost_{cost.source}": written(Decimal(cost.amount_dong) / _MILLION, "vi").replace(".", "")
        for cost in solution.costs.all()
    }
    return {name: getattr(solution, name) for name in Planned.__slots__} | costs
