"""The forms in which reports and papers are begun and changed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Tier, Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.core.periods import Quarter, Window
from ntm.core.quantities import written_day
from ntm.reports.models import Effect, Paper, PaperKind, ReportKind

_TO_WRITE = 7  # days after the window that are proposed for a report; anything may be chosen


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"class": "form-control"})


class LinesField(forms.CharField):
    """Several entries, one on a line; empty lines are left out."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"class": "form-control", "rows": 4})
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, value: str) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def highest_first(units: UnitQuerySet) -> UnitQuerySet:
    """Put the unit for which a person most often writes on top: the highest; within a tier in Vietnamese order."""
    height = Case(*(When(tier=tier, then=place) for place, tier in enumerate(Tier.values)), default=len(Tier.values))
    return units.order_by(height, "sort_name")


class ReportForm(forms.Form):
    """Which unit reports about which days, until when."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(label=_("Unit"), queryset=None, empty_label=None)
    kind = forms.ChoiceField(label=_("Kind of report"), choices=ReportKind.choices)
    ends_on = forms.DateField(label=_("Last day of the data"), widget=DayInput())
    starts_on = forms.DateField(label=_("First day of the data (ad hoc only)"), widget=DayInput(), required=False)
    due_on = forms.DateField(label=_("Report due"), widget=DayInput())

    def __init__(self, data: Any = None, *, units: UnitQuerySet, day: date) -> None:
        quarter = Quarter.last_closed_on(day)
        due_on = max(day, quarter.ends_on) + timedelta(days=_TO_WRITE)
        super().__init__(data, initial={"kind": ReportKind.QUARTER, "ends_on": quarter.ends_on, "due_on": due_on})
        self.fields["unit"].queryset = highest_first(units)  # type: ignore[attr-defined]
        for name in ("unit", "kind"):
            self.fields[name].widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        starts_on, ends_on = said.get("starts_on"), said.get("ends_on")
        if said.get("kind") == ReportKind.AD_HOC and ends_on and (starts_on is None or starts_on > ends_on):
            self.add_error("starts_on", _("Choose a first day that is not after the last one."))
        return said

    def window(self) -> Window:
        """Return the days of the kind's period in which ``ends_on`` lies, or the days as given."""
        said = self.cleaned_data
        quarter = Quarter.of(said["ends_on"])
        if said["kind"] == ReportKind.QUARTER:
            return Window.of_quarter(quarter)
        if said["kind"] == ReportKind.HALF_YEAR:
            return Window.of_half_year(quarter.year, 1 if quarter.number <= 2 else 2)
        if said["kind"] == ReportKind.YEAR:
            return Window.of_year(quarter.year)
        return Window(said["starts_on"], said["ends_on"])


class NewPaperForm(forms.Form):
    """Which unit writes which kind of paper."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(label=_("Unit"), queryset=None, empty_label=None)
    kind = forms.ChoiceField(
        label=_("Kind of paper"), choices=[one for one in PaperKind.choices if one[0] != PaperKind.REPORT]
    )
    about: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("About the unit"), queryset=None, required=False, empty_label="–"
    )

    changes: forms.ModelChoiceField[Paper] = forms.ModelChoiceField(
        label=_("Changes an earlier paper"), queryset=None, required=False, empty_label=_("no")
    )
    effect = forms.ChoiceField(label=_("How it changes it"), choices=[("", "–"), *Effect.choices], required=False)

    def __init__(self, data: Any = None, *, units: UnitQuerySet, about: UnitQuerySet, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = highest_first(units)  # type: ignore[attr-defined]
        self.fields["about"].queryset = about  # type: ignore[attr-defined]
        earlier = Paper.objects.issued().filter(unit__in=units.values("pk"))
        self.fields["changes"].queryset = earlier.order_by("-issued_on", "-number")  # type: ignore[attr-defined]
        self.fields["changes"].label_from_instance = _named  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        earlier, effect = said.get("changes"), said.get("effect")
        if earlier and not effect:
            self.add_error("effect", _("Choose whether it amends, replaces or repeals the earlier paper."))
        if effect and not earlier:
            self.add_error("changes", _("Choose the paper that it changes."))
        if earlier and said.get("unit") and earlier.unit_id != said["unit"].pk:
            self.add_error("changes", _("Choose a paper that the same unit issued."))
        return said


def _named(paper: Paper) -> str:
    """Name a paper in a list: number, day and subject."""
    return f"{paper.reference}, {written_day(paper.issued_on)}: {paper.subject}" if paper.issued_on else paper.subject


class PaperForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes no argument at run time
    """The words of a paper, as they will be printed."""

    addressees = LinesField(label=_("To, one on a line"))
    bases = LinesField(label=_("Grounds (“Căn cứ …”), one on a line"))
    recipients = LinesField(label=_("Recipients (“Nơi nhận”), one on a line"))

    class Meta:
        model = Paper
        fields = (
            "subject",
            "place",
            "addressees",
            "bases",
            "body",
            "capacity",
            "by_order",
            "position",
            "signer",
            "recipients",
        )
        labels = {
            "subject": _("Subject"),
            "place": _("Place"),
            "body": _("Text"),
            "capacity": _("Signed for"),
            "by_order": _("On behalf of"),
            "position": _("Position of the signer"),
            "signer": _("Name of the signer"),
        }
        widgets = {"body": forms.Textarea(attrs={"rows": 18})}

    def __init__(self, data: Any = None, *, paper: Paper) -> None:
        super().__init__(data, instance=paper)
        for name in ("addressees", "bases", "recipients"):
            self.initial[name] = "\n".join(getattr(paper, name))
        for name in ("position", "signer"):
            self.fields[name].required = False
        if Paper.objects.filter(pk=paper.pk, report__isnull=False).exists():
            del self.fields["body"]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"

    def show_beside(self, paper: Paper) -> None:
        """Show beside each field what stands in the paper now, where it is not what was typed."""
        for name in [name for name in self.fields if self.cleaned_data.get(name) != getattr(paper, name)]:
            there = getattr(paper, name)
            words = "; ".join(there) if isinstance(there, list) else there
            self.add_error(name, f"{_('What stands there now')}: {words}")


class IssueForm(forms.Form):
    """Who signs, and the day that the paper bears."""

    signer = forms.CharField(label=_("Name of the signer"), max_length=120)
    issued_on = forms.DateField(label=_("Day of issue"), widget=DayInput())

    def __init__(self, data: Any = None, *, signer: str, day: date) -> None:
        super().__init__(data, initial={"signer": signer, "issued_on": day})
        self.fields["signer"].widget.attrs["class"] = "form-control"
