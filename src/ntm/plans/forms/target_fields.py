from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Tier
from ntm.plans.drafting.names import tier_words
from ntm.recognition.models import Level

_SELECT, _INPUT = {"class": "form-select"}, {"class": "form-control", "inputmode": "numeric"}


class TargetFields(forms.Form):
    """What a target says, whether it is read from a document or brought in by an amendment."""

    clause = forms.ChoiceField(label=_("Clause"), widget=forms.Select(attrs=_SELECT))
    tier = forms.ChoiceField(label=_("Tier of the units"), widget=forms.Select(attrs=_SELECT))
    level = forms.ChoiceField(
        label=_("Level"),
        choices=[(one.value, str(one.label)) for one in Level],
        widget=forms.Select(attrs=_SELECT),
    )
    at_least = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=0,
        max_value=9999,
        help_text=_("Empty for the aim to keep what was reached."),
        widget=forms.NumberInput(attrs=_INPUT),
    )
    is_minimum = forms.BooleanField(
        label=_("at least"), required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    def offer(self, clauses: Sequence[tuple[str, str]], language: str) -> None:
        """Set the clauses to choose from, and the tiers in the words of a language."""
        self.fields["clause"].choices = clauses  # type: ignore[attr-defined]
        self.fields["tier"].choices = [  # type: ignore[attr-defined]
            (tier, tier_words(tier).said_in(language)) for tier in Tier.values
        ]
