from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.core.rulebook import CriteriaSet, Difference, Rulebook, differences
from ntm.criteria.selectors import rulebook
from ntm.criteria.selectors.standpoints import nearest_day
from ntm.ui.requests import Request
from ntm.ui.templatetags.ntm import said

FORMS_OF_A_DAY = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")


class DayField(forms.DateField):
    """A day typed as offices write it; a mistyped one stays in its box beside the message."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            input_formats=FORMS_OF_A_DAY,
            widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric", "autocomplete": "off"}),
            error_messages={
                "required": _("Enter a day, such as 01/03/2024."),
                "invalid": _("This is not a day of the calendar. Write day/month/year, such as 01/03/2024."),
            },
        )


class ComparisonForm(forms.Form):
    """Two days of one set; both have to be days on which it held."""

    to = DayField(_("with the day"))

    def __init__(self, book: Rulebook, data: Any) -> None:
        super().__init__(data)
        self.book = book
        titles = [(one.id, said(one.title)) for one in book.sets.values()]
        messages = {"invalid_choice": _("Choose a set of the list.")}
        self.fields["set"] = forms.ChoiceField(choices=titles, label=_("Criteria set"), error_messages=messages)
        self.fields["from"] = DayField(_("Compare the day"))
        self.order_fields(["set", "from", "to"])
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "set" else "form-control"

    def clean(self) -> dict[str, Any]:
        chosen = self.book.sets.get(self.cleaned_data.get("set", ""))
        for name in ("from", "to"):
            day = self.cleaned_data.get(name)
            if chosen and day and not chosen.in_force.holds(day):
                self.add_error(name, _not_in_force(chosen, day))
        return self.cleaned_data


def _not_in_force(chosen: CriteriaSet, day: date) -> str:
    told = {"day": written_day(day), "held": said(chosen.in_force.words)}
    return gettext("This set did not hold on %(day)s. It holds %(held)s.") % told


def compare(request: Request) -> HttpResponse:
    """What differs in one set between two days, in words."""
    book = rulebook()
    form = ComparisonForm(book, _first_question(book, request) | request.GET.dict())
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        asked = form.cleaned_data
        found = book.set(asked["set"])
        days = sorted((asked["from"], asked["to"]))
        context |= {"set": found, "days": days, "changes": _changes(found, *days)}
    return render(request, "criteria/compare.html", context, status=200 if form.is_valid() else 422)


def _first_question(book: Rulebook, request: Request) -> dict[str, str]:
    """Fill the form: the set asked for, else the communes' one of the day or else the newest, from its first day on."""
    communes = [one for one in book.sets.values() if (one.tier, one.level) == ("commune", "ntm")]
    newest = max(communes, key=lambda one: one.in_force.begins)
    one = book.sets.get(request.GET.get("set", "")) or book.in_force("commune", "ntm", request.day) or newest
    return {"set": one.id, "from": written_day(one.in_force.begins), "to": written_day(nearest_day(one, request.day))}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference with its subject's name on the later day; a condition of recognition has no number.

    ``opens`` is the code of the indicator whose page tells more, empty for a whole criterion.
    """

    difference: Difference
    name: Text
    number: str
    opens: str


def _changes(criteria_set: CriteriaSet, earlier: date, later: date) -> list[Change]:
    criteria = {one.code: one.name for one in criteria_set.criteria}
    conditions = {one.id: one.name for one in criteria_set.preconditions}
    parts = (one for each in criteria_set.indicators for one in (each, *each.parts))
    indicators = {one.code: one.name_on(later) for one in parts}
    names = criteria | indicators | conditions
    return [
        Change(
            one,
            names[one.code],
            number="" if one.code in conditions else one.code,
            opens=one.code if one.code in indicators | conditions else "",
        )
        for one in differences(criteria_set, earlier, later)
    ]
