from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ntm.core.problems import Problem
from ntm.core.quantities import read_figure, written
from ntm.plans.forms.fields import CalmForm, DayInput
from ntm.plans.models import Target
from ntm.plans.selectors.capital import CapitalRow

MILLION = 1_000_000
_MOST = 10**16


class AmendmentForm(CalmForm):
    """Why a plan is amended, and on which ground."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    decision = forms.CharField(
        label=_("Ground"), max_length=300, required=False, help_text=_("The decision or notice that asks for it")
    )


class AmendmentIssueForm(CalmForm):
    """The number of the signed amendment, and the day from which it holds."""

    number = forms.CharField(label=_("Number"), max_length=40)
    on = forms.DateField(label=_("Holds from"), widget=DayInput())


class TargetsForm(CalmForm):
    """New numbers of the plan's targets; one left as it is changes nothing."""

    def __init__(self, data: Any = None, *, targets: Iterable[Target]) -> None:
        super().__init__(data)
        self.targets = {f"target-{one.pk}": one for one in targets if one.at_least is not None}
        for name, target in self.targets.items():
            words = target.name if self.language.startswith("vi") else target.name_en
            self.fields[name] = forms.IntegerField(
                label=f"{words} ({target.clause.reference})", min_value=0, max_value=9999, initial=target.at_least
            )
        self.dress()

    def numbers(self) -> dict[int, int]:
        return {target.pk: self.cleaned_data[name] for name, target in self.targets.items()}


class MillionField(forms.CharField):
    """An amount typed in triệu đồng, cleaned to whole đồng; what is left as it was shown is ``known``."""

    def __init__(self, *, known: int, label: str) -> None:
        shown = written(Decimal(known) / MILLION).replace(".", "")  # without groups, which could be taken for decimals
        super().__init__(label=label, initial=shown)
        self.known, self.shown = known, shown

    def clean(self, value: Any) -> int:
        typed = super().clean(value)
        if typed == self.shown:
            return self.known
        try:
            dong = read_figure(typed) * MILLION
        except Problem as problem:
            raise ValidationError(problem.said_in(get_language() or "vi")) from problem
        if dong != dong.to_integral_value() or not 0 <= dong < _MOST:
            raise ValidationError(_("Write an amount in million VND, to the đồng, not below 0."))
        return int(dong)


class CapitalForm(CalmForm):
    """New amounts of the lowest lines of the capital table; what stands above is summed by itself."""

    def __init__(self, data: Any = None, *, roots: Iterable[CapitalRow]) -> None:
        super().__init__(data)
        self.rows: dict[str, CapitalRow] = {}
        for path in (path for root in roots for path in _leaves(root)):
            row = path[-1]
            name = f"line-{row.line.pk}"
            self.rows[name] = row
            words = " – ".join(one.name.said_in(self.language) for one in path)
            self.fields[name] = MillionField(known=row.line.amount_dong, label=words)
            self.fields[name].widget.attrs["inputmode"] = "decimal"
        self.dress()

    def amounts(self) -> dict[int, int]:
        """Return whole đồng by the id of the line."""
        return {row.line.pk: self.cleaned_data[name] for name, row in self.rows.items()}


def _leaves(row: CapitalRow, above: tuple[CapitalRow, ...] = ()) -> Iterable[tuple[CapitalRow, ...]]:
    """Yield the way from the root to each lowest line, both included."""
    way = (*above, row)
    if not row.parts:
        yield way
    for part in row.parts:
        yield from _leaves(part, way)
