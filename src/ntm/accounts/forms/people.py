from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils.translation import gettext_lazy as _

from ntm.accounts.models import Office, Role, User


class DayInput(forms.DateInput):
    """A day as the browser lets people choose it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PersonForm(forms.Form):
    """What is known of a person besides their rights."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Only if the person reads it; the forgotten password goes there."),
    )


class NewPersonForm(PersonForm):
    """A person who is not here yet."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[ASCIIUsernameValidator()],
        help_text=_("Letters without marks, digits, dots and dashes; it is never changed."),
    )
    field_order = ("username", "full_name", "email")


class AssignForm(forms.Form):
    """A role in a unit between two days; the unit is chosen beside this form."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    office = forms.ModelChoiceField(Office.objects.order_by("name"), label=_("Office"), required=False, empty_label="–")
    first = forms.DateField(label=_("First day"), widget=DayInput)
    last = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Empty: until somebody ends it.")
    )


class EndForm(forms.Form):
    """The last day of something."""

    on = forms.DateField(label=_("Last day"), widget=DayInput)


def known(person: User) -> dict[str, Any]:
    """Return what the form of a person begins with."""
    return {"full_name": person.full_name, "email": person.email}
