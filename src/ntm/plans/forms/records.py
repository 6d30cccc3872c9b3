from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ntm.core.periods import Quarter
from ntm.plans.bodies import Doer
from ntm.plans.forms.fields import CalmForm, DayInput
from ntm.plans.models import TaskState
from ntm.plans.services import TaskTold


class RecordForm(CalmForm):
    """How far a clause has come: who tells it, of which quarter, up to which day, what was done."""

    doer = forms.ChoiceField(label=_("In the name of"))
    period = forms.ChoiceField(label=_("Quarter"))
    on = forms.DateField(label=_("As of the day"), widget=DayInput())
    state = forms.ChoiceField(label=_("How it stands"), choices=TaskState.choices, initial=TaskState.UNDER_WAY)
    percent = forms.IntegerField(
        label=_("Percent done"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("Leave empty if it says nothing"),
    )
    told = forms.CharField(label=_("What has been done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)

    def __init__(
        self, data: Any = None, *, doers: Sequence[Doer], quarters: Sequence[Quarter], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.doers = {doer.key: doer for doer in doers}
        names = [(key, doer.name.said_in(self.language)) for key, doer in self.doers.items()]
        self.fields["doer"].choices = names  # type: ignore[attr-defined]
        if quarters:
            choices = [(one.code, one.name.said_in(self.language)) for one in quarters]
            self.fields["period"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["period"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("state") == TaskState.DONE and said.get("percent") not in {None, 100}:
            self.add_error("percent", _("What is done is done to 100 percent: correct the one or the other."))
        return said

    @property
    def chosen(self) -> Doer:
        return self.doers[self.cleaned_data["doer"]]

    def said(self) -> TaskTold:
        said = self.cleaned_data
        return TaskTold(
            on=said["on"],
            state=said["state"],
            told=said["told"],
            percent=said["percent"],
            period=said.get("period", ""),
        )
