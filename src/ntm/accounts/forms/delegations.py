from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ntm.accounts.forms.people import DayInput


class HandOnForm(forms.Form):
    """From when, until when and why a colleague acts; who that is, is chosen beside this form."""

    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(label=_("Last day"), widget=DayInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)
