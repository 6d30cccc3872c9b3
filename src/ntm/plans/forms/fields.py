from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

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


class FiguresForm(CalmForm):
    """Figures of a plan, of which a person changes some: only what was changed is taken.

    Each field carries along what it showed. So what a colleague noted meanwhile in another field stays, and where both
    changed the same one, the second sees what the first wrote.
    """

    def dress(self) -> None:
        super().dress()
        for field in self.fields.values():
            field.show_hidden_initial = True

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in [name for name in self.changed_data if name in said]:
            shown, field = self[name].html_initial_name, self.fields[name]
            seen = self.data.get(shown)
            now = self.get_initial_for_field(field, name)
            if seen is None or field.to_python(seen) == field.to_python(now) or said[name] == field.to_python(now):
                continue
            # The next time it is sent, the person has seen what stands there now.
            self.data = cast(QueryDict, self.data).copy()
            self.data[shown] = "" if now is None else str(now)
            told = _("Somebody else changed this meanwhile to: %(now)s. Send it again to write yours in its place.")
            self.add_error(name, told % {"now": now})
        if any(map(self._is_gone, self.data)):
            self.add_error(
                None, _("Somebody else took out meanwhile what you changed; the rest stands below as typed.")
            )
        return said

    def _is_gone(self, shown: str) -> bool:
        """Say whether a figure was changed that is no longer in the form."""
        name = shown.removeprefix("initial-")
        return shown != name and name not in self.fields and self.data.get(name, "False") != self.data[shown]

    def took(self, prefix: str) -> dict[int, Any]:
        """Return what was changed of the fields ``prefix-<id>``, by the id."""
        changed = [name for name in self.changed_data if name.startswith(f"{prefix}-")]
        return {int(name.rpartition("-")[2]): self.cleaned_data[name] for name in changed}


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
