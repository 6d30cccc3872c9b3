from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ntm.ui.clock import today


class TokenForm(forms.Form):
    """A new token: what for, until when, whether it may write."""

    name = forms.CharField(label=_("What it is for"), max_length=100)
    expires_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    may_write = forms.BooleanField(label=_("May also enter figures"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"expires_on": today() + timedelta(days=90)})
        super().__init__(*args, **kwargs)
        for name in ("name", "expires_on"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.fields["may_write"].widget.attrs["class"] = "form-check-input"
