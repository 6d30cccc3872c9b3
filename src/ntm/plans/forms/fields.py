from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import get_language

from ntm.core.problems import Faults, Problem

T = TypeVar("T")


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CalmForm(forms.Form):
    """A form whose fields are dressed as the product's, whatever their kind; ``wide`` ones take a whole line."""

    wide: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give each field its class; called again by forms that add fields."""
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, forms.CheckboxSelectMultiple | forms.CheckboxInput):
                widget.attrs.setdefault("class", "form-check-input")
            else:
                widget.attrs.setdefault("class", "form-select" if isinstance(widget, forms.Select) else "form-control")

    @property
    def language(self) -> str:
        return get_language() or "vi"


def accepted(form: forms.Form, act: Callable[[], T]) -> T | None:
    """Do an act; what it refuses becomes errors of the form, one for each fault, so that nothing typed is lost.

    Returns None when it was refused.
    """
    try:
        return act()
    except Problem as problem:
        language = get_language() or "vi"
        form.add_error(None, f"{problem.what.said_in(language)} {problem.do.said_in(language)}")
        for fault in problem.faults if isinstance(problem, Faults) else ():
            form.add_error(None, fault.said_in(language))
        return None
