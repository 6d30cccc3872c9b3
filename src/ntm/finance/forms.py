"""The forms in which money is moved and works are kept; amounts are typed in million đồng."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.core.problems import Problem
from ntm.core.quantities import read_figure
from ntm.finance.models import Account, Act, Stage, Work
from ntm.finance.problems import NothingToMove
from ntm.ui.clock import today

MILLION = 1_000_000
# What may be done with money in a stage.
ACTS = {
    Stage.EXPECTED: (Act.ALLOCATE,),
    Stage.ALLOCATED: (Act.ASSIGN, Act.GIVE_BACK, Act.CARRY_OVER),
    Stage.ASSIGNED: (Act.DISBURSE, Act.GIVE_BACK, Act.CARRY_OVER),
    Stage.DISBURSED: (Act.SETTLE, Act.GIVE_BACK),
    Stage.SETTLED: (Act.GIVE_BACK,),
}


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-control"})


class DayDone(forms.DateField):
    """The day of something that has happened."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=DayInput(), **kwargs)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > today():
            raise ValidationError(_("This day has not come yet."))
        return day


_TOO_MUCH = 10**16  # đồng: ten million billion, a hundred times what the whole country spends


_WHOLE = re.compile(r"[0-9]+|[0-9]{1,3}(?P<mark>[.,\u00a0 ])[0-9]{3}(?:(?P=mark)[0-9]{3})*")


class MoneyField(forms.CharField):
    """An amount typed in million đồng, read to the đồng."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"}), **kwargs)

    def clean(self, value: str) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            dong = read_figure(typed) * MILLION
            if dong < 0 or dong != dong.to_integral_value():
                raise NothingToMove(typed)
            if dong >= _TOO_MUCH:
                raise ValidationError(_("This is more than the ledger can hold: the unit is million đồng."))
        except Problem as problem:
            raise ValidationError(problem.said_in(get_language() or "vi")) from problem
        return int(Decimal(dong))


class DongField(forms.CharField):
    """An amount typed in whole đồng: there is no part of a đồng, so 250.000 can only be thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric"}), **kwargs)
        self.validators.append(MaxLengthValidator(40))

    def clean(self, value: str) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        if not _WHOLE.fullmatch(typed):
            raise ValidationError(_("Write whole đồng, such as 250000 or 250.000."))
        dong = int(re.sub(r"[^0-9]", "", typed))
        if not 0 < dong < _TOO_MUCH:
            raise ValidationError(_("Write an amount above 0 that a ledger can hold, in đồng."))
        return dong


class TransferForm(forms.Form):
    """What is done with the money of one account."""

    act = forms.ChoiceField(label=_("What is done"))
    amount = MoneyField(label=_("Amount, million đồng"))
    to: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("To the unit"), queryset=None, required=False, empty_label="–"
    )
    work: forms.ModelChoiceField[Work] = forms.ModelChoiceField(
        label=_("For the work"), queryset=None, required=False, empty_label="–"
    )
    on = DayDone(label=_("Day"))
    document = forms.CharField(label=_("Document"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    exceeds_by = forms.CharField(
        label=_("The decision that lets the work exceed its approved total"), max_length=200, required=False
    )

    def __init__(self, data: Any = None, *, account: Account, units: UnitQuerySet, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        acts = ACTS[Stage(account.stage)]
        self.fields["act"].choices = [(one.value, one.label) for one in acts]  # type: ignore[attr-defined]
        self.fields["to"].queryset = units  # type: ignore[attr-defined]
        works = Work.objects.filter(unit__in=units.values("pk")).order_by("name")
        self.fields["work"].queryset = works if Act.ASSIGN in acts else works.none()  # type: ignore[attr-defined]
        if Act.ASSIGN not in acts:
            del self.fields["work"], self.fields["exceeds_by"]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name in {"act", "to", "work"} else "form-control"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        needs = said.get("act") in {Act.ALLOCATE, Act.ASSIGN, Act.GIVE_BACK}
        if needs and said.get("to") is None and said.get("work") is None and "to" not in self.errors:
            self.add_error("to", _("Choose the unit that gets the money."))
        if said.get("amount") == 0:
            self.add_error("amount", _("Write an amount above 0."))
        return said
