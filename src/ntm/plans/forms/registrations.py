from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.plans.forms.fields import CalmForm
from ntm.recognition.models import Level


class RegistrationForm(CalmForm):
    """Which unit wants to reach which level; doubts are shown once and can be set aside."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, empty_label=_("– choose –")
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    note = forms.CharField(label=_("Note"), max_length=500, required=False)
    even_so = forms.BooleanField(label=_("Register all the same"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, units: UnitQuerySet, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        if len(units[:2]) == 1:  # nothing to choose
            self.fields["unit"].empty_label = None  # type: ignore[attr-defined]

    def ask_again(self) -> None:
        """Show the box by which doubts are set aside."""
        self.fields["even_so"].widget = forms.CheckboxInput(attrs={"class": "form-check-input"})


class ReasonForm(CalmForm):
    """Why a registration is returned or taken out."""

    note = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
