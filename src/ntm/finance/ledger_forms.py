"""The forms of papers that bring money in: budgets, contributions and rates. Amounts are typed in million đồng."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.core.problems import Problem
from ntm.core.quantities import read_figure
from ntm.finance.forms import DayDone, DayInput, DongField, MoneyField
from ntm.finance.models import BudgetKind, GivenAs, Giver, Work
from ntm.finance.services import Gift
from ntm.finance.sources import sources_in


def _dressed(form: forms.Form, selects: set[str], plain: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    for name, field in form.fields.items():
        if name not in plain:
            field.widget.attrs["class"] = "form-select" if name in selects else "form-control"


class FigureField(forms.CharField):
    """A quantity as a person writes it, with at most two decimals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: str) -> Decimal | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            figure = read_figure(typed)
        except Problem as problem:
            raise ValidationError(problem.said_in(get_language() or "vi")) from problem
        if figure >= 10**15:
            raise ValidationError(_("This is more than can be kept; look at the unit of measure."))
        if figure <= 0 or figure != round(figure, 2):
            raise ValidationError(_("Write a figure above 0 with at most two decimals."))
        return figure


class BudgetForm(forms.Form):
    """What a document expects from each source of a year; the total is typed as well and must agree to the đồng."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, empty_label=_("– choose –")
    )
    kind = forms.ChoiceField(label=_("Kind of document"))
    document = forms.CharField(label=_("Document"), max_length=200)
    on = DayDone(label=_("Day"))
    total = MoneyField(label=_("Total as the document states it, without credit, million đồng"))
    beside = forms.BooleanField(
        label=_("This money comes beside what units above and below expect of the same source"), required=False
    )

    def __init__(self, data: Any = None, *, year: int, units: UnitQuerySet, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.year = year
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(one.value, one.words.said_in(get_language() or "vi")) for one in BudgetKind]  # type: ignore[attr-defined]
        self.sources = sources_in(year)
        for one in self.sources:
            if one.is_leaf:
                self.fields[name_of(one.code)] = MoneyField(
                    label=one.name.said_in(get_language() or "vi"), required=False
                )
        _dressed(self, {"unit", "kind"}, {"beside"})

    def tree(self) -> list[dict[str, Any]]:
        """Return each place of the tree with the field of its amount, None where it is a sum."""
        return [{"source": one, "field": self[name_of(one.code)] if one.is_leaf else None} for one in self.sources]

    def head(self) -> list[Any]:
        return [self[name] for name in ("unit", "kind", "document", "on")]

    def lines(self) -> dict[str, int]:
        """Return đồng by leaf, without sources that the document does not name."""
        return {
            one.code: amount
            for one in self.sources
            if one.is_leaf and (amount := self.cleaned_data.get(name_of(one.code))) is not None
        }


def name_of(source: str) -> str:
    """Return the name of the field of a source: ``line-programme.central.investment``."""
    return f"line-{source.replace('/', '.')}"


class GiftForm(forms.Form):
    """What somebody gave."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, empty_label=_("– choose –")
    )
    hamlet = forms.CharField(label=_("Hamlet"), max_length=120, required=False)
    on = DayDone(label=_("Day"))
    giver_kind = forms.ChoiceField(label=_("Who gives"), choices=())
    giver = forms.CharField(label=_("Name of the giver"), max_length=200)
    form = forms.ChoiceField(label=_("In what form"), choices=())
    quantity = FigureField(label=_("Quantity (cash: million đồng; labour: days; land: m²)"))
    measure = forms.CharField(
        label=_("Counted in (only in kind), such as tonnes of cement"), max_length=30, required=False
    )
    value = MoneyField(label=_("Value of things, million đồng"), required=False)
    basis = forms.CharField(label=_("Record that sets the value of things"), max_length=200, required=False)
    work: forms.ModelChoiceField[Work] = forms.ModelChoiceField(
        label=_("For the work"), queryset=None, required=False, empty_label="–"
    )
    document = forms.CharField(label=_("Document"), max_length=200)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, units: UnitQuerySet, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        language = get_language() or "vi"
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["work"].queryset = Work.objects.filter(unit__in=units.values("pk")).order_by("name")  # type: ignore[attr-defined]
        self.fields["giver_kind"].choices = [(one.value, one.words.said_in(language)) for one in Giver]  # type: ignore[attr-defined]
        self.fields["form"].choices = [(one.value, one.words.said_in(language)) for one in GivenAs]  # type: ignore[attr-defined]
        _dressed(self, {"unit", "giver_kind", "form", "work"})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        form, value, basis = said.get("form"), said.get("value"), said.get("basis")
        if form == GivenAs.KIND and not said.get("measure"):
            self.add_error("measure", _("Say what is counted, such as tonnes of cement."))
        if form != GivenAs.KIND and (value or basis):
            self.add_error("value", _("Only things are valued by hand; labour and land go by the rate of the day."))
        if bool(value) != bool(basis) and "value" not in self.errors:
            self.add_error("basis" if value else "value", _("A value and its record go together."))
        quantity = said.get("quantity")
        if form == GivenAs.CASH and quantity and (quantity * 1_000_000) % 1:
            self.add_error("quantity", _("Write cash to the đồng."))
        return said

    def gift(self) -> Gift:
        """Return what was typed; cash becomes đồng."""
        said = self.cleaned_data
        form = GivenAs(said["form"])
        return Gift(
            unit=said["unit"],
            on=said["on"],
            giver_kind=Giver(said["giver_kind"]),
            giver=said["giver"],
            form=form,
            quantity=said["quantity"] * (1_000_000 if form == GivenAs.CASH else 1),
            measure=said["measure"],
            hamlet=said["hamlet"],
            work=said["work"],
            value_dong=said["value"],
            basis=said["basis"],
            document=said["document"],
            note=said["note"],
        )


class RateForm(forms.Form):
    """What a day of labour or a square metre counts for, by a decision."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, empty_label=_("– choose –")
    )
    form = forms.ChoiceField(label=_("In what form"), choices=())
    valid_from = forms.DateField(label=_("In force from"), widget=DayInput())
    each = DongField(label=_("One day or square metre counts for, đồng"))
    decision = forms.CharField(label=_("Decision"), max_length=200)

    def __init__(self, data: Any = None, *, units: UnitQuerySet, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        kinds = (GivenAs.LABOUR, GivenAs.LAND)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["form"].choices = [(one.value, one.words.said_in(get_language() or "vi")) for one in kinds]  # type: ignore[attr-defined]
        _dressed(self, {"unit", "form"})


class ValueForm(forms.Form):
    """What a contribution counts for; labour and land need nothing, their rate says it."""

    value = MoneyField(label=_("Value, million đồng"))
    basis = forms.CharField(label=_("Record that sets the value"), max_length=200)

    def __init__(self, data: Any = None, *, by_hand: bool) -> None:
        super().__init__(data)
        if not by_hand:
            self.fields.clear()
        _dressed(self, set())


class WithdrawForm(forms.Form):
    """Why a contribution is taken out again."""

    on = DayDone(label=_("Day"))
    because = forms.CharField(label=_("Why"), max_length=300)

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        _dressed(self, set())
