"""Filters of the account pages: fields that look like ours, roles in words."""

from __future__ import annotations

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from ntm.accounts.models import Role
from ntm.accounts.words import ROLES
from ntm.core.problems import Text

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """Draw the input of a field in our look, tied to its hint and its faults."""
    kind = field.field.widget
    look = "form-check-input" if isinstance(kind, forms.CheckboxInput) else "form-control"
    attributes: dict[str, str | bool] = {
        "class": "form-select" if isinstance(kind, forms.Select) else look,
        "placeholder": "",
    }
    described = [
        f"{field.id_for_label}-{part}" for part, there in (("hint", field.help_text), ("fault", field.errors)) if there
    ]
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes |= {"aria-invalid": "true", "class": f"{attributes['class']} is-invalid"}
    return field.as_widget(attrs=attributes)


@register.filter
def is_check(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def role_words(role: str) -> Text:
    """Say a role, from its code, in both languages."""
    return ROLES[Role(role)]
