"""The forms in which works are kept; amounts are typed in million đồng."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.core.problems import Problem
from ntm.core.quantities import read_figure
from ntm.evidence.problems import TooLarge
from ntm.finance.forms import DayInput, MoneyField
from ntm.finance.models import AcceptanceKind, Field, MaintenanceJob, State, Work
from ntm.finance.services.work_files import Upload, upload
from ntm.ui.clock import today

PHOTOS = "image/jpeg,image/png,image/webp"
PAPERS = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.odt,.ods"
Choices = Sequence[tuple[str, str]]


class CoordinateField(forms.CharField):
    """Degrees typed with a comma or a point, kept to five decimals: about a metre."""

    def __init__(self, *, low: int, high: int, **kwargs: Any) -> None:
        self.low, self.high = low, high
        super().__init__(required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: str) -> Decimal | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            degrees = Decimal(typed.replace(",", ".")) if "." in typed or "," in typed else read_figure(typed)
        except (ArithmeticError, Problem) as problem:
            raise ValidationError(_("Write degrees like 21,59420.")) from problem
        if not self.low <= degrees <= self.high:
            raise ValidationError(
                _("Between %(low)s and %(high)s degrees, in Viet Nam.") % {"low": self.low, "high": self.high}
            )
        return degrees.quantize(Decimal("0.00001"))


class FilesInput(forms.ClearableFileInput):
    """Takes several files; asks for nothing to be cleared."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Files that were checked by content and stored, as Uploads; a refused one is told beside the field."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        given = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if not given and self.required:
            raise ValidationError(_("Choose a photo or a document."))
        try:
            return [_taken(file) for file in given]
        except Problem as problem:
            raise ValidationError(problem.said_in(get_language() or "vi")) from problem


def _taken(file: Any) -> Upload:
    if file.size is None or file.size > settings.EVIDENCE_MAX_MB * 1024 * 1024:
        raise TooLarge(file.name or "", settings.EVIDENCE_MAX_MB)
    return upload(file.read(), file.name or "")


class ActForm(forms.Form):
    """A form of one act: its day is not in the future, its fields look alike."""

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        self.dress()

    def dress(self) -> None:
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, forms.Select):
                widget.attrs["class"] = "form-select"
            elif not isinstance(widget, forms.CheckboxInput | forms.HiddenInput):
                widget.attrs["class"] = "form-control"

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and on > today():
            raise ValidationError(_("This day has not come yet."))
        return on


class SourcesMixin:
    """Adds a field for an amount from each source; the amounts come back by source."""

    def add_sources(self, sources: Choices) -> None:
        self.sources = {f"source-{number}": code for number, (code, _name) in enumerate(sources)}
        for name, (_code, words) in zip(self.sources, sources, strict=True):
            self.fields[name] = MoneyField(label=words, required=False)  # type: ignore[attr-defined]

    def amounts(self) -> dict[str, int]:
        said = self.cleaned_data  # type: ignore[attr-defined]
        return {code: said[name] for name, code in self.sources.items() if said.get(name)}

    @property
    def plain_fields(self) -> list[Any]:
        return [one for one in self.visible_fields() if one.name not in self.sources]  # type: ignore[attr-defined]

    @property
    def source_fields(self) -> list[Any]:
        return [self[name] for name in self.sources]  # type: ignore[index]


class PlaceMixin:
    """Reads where a telephone stood, from hidden fields that its button fills."""

    def place(self) -> tuple[float, float] | None:
        said = self.cleaned_data  # type: ignore[attr-defined]
        latitude, longitude = said.get("here_latitude"), said.get("here_longitude")
        return (latitude, longitude) if latitude is not None and longitude is not None else None

    def uploads(self, name: str = "papers") -> list[Upload]:
        """Return the files, those that do not say where they were taken with the telephone's place."""
        return [replace(one, place=self.place()) for one in self.cleaned_data.get(name) or []]  # type: ignore[attr-defined]


def _hidden_degrees(most: int) -> forms.FloatField:
    return forms.FloatField(required=False, min_value=-most, max_value=most, widget=forms.HiddenInput())


class FactsForm(ActForm):
    """What a work is, where, what for and for whom."""

    name = forms.CharField(label=_("Name of the work"), max_length=300)
    field = forms.ChoiceField(label=_("Field"), choices=Field.choices)
    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(
        label=_("Unit that answers for it"), queryset=None, empty_label=None
    )
    units: forms.ModelMultipleChoiceField[Unit] = forms.ModelMultipleChoiceField(
        label=_("Other units that it serves"),
        queryset=None,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    measures = forms.MultipleChoiceField(
        label=_("Indicators that it lifts"), required=False, widget=forms.SelectMultiple(attrs={"size": 6})
    )
    begins_on = forms.DateField(label=_("Begins on"), widget=DayInput(), required=False)
    ends_on = forms.DateField(label=_("Planned to end on"), widget=DayInput(), required=False)
    latitude = CoordinateField(label=_("Latitude"), low=8, high=24)
    longitude = CoordinateField(label=_("Longitude"), low=102, high=118)

    def __init__(self, data: Any = None, *, units: UnitQuerySet, measures: Choices, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["units"].queryset = units  # type: ignore[attr-defined]
        self.fields["measures"].choices = measures  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("begins_on"), said.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The end lies before the beginning."))
        unread = {"latitude", "longitude"} & self.errors.keys()
        if not unread and (said.get("latitude") is None) != (said.get("longitude") is None):
            self.add_error("latitude", _("Write both coordinates, or none."))
        return said

    def facts(self) -> dict[str, Any]:
        """Return the fields of the work itself."""
        own = ("name", "field", "unit", "begins_on", "ends_on", "latitude", "longitude")
        return {name: self.cleaned_data[name] for name in own}


class WorkForm(SourcesMixin, FactsForm):
    """A work that is taken in, with what was approved."""

    field_order = (
        *("code", "name", "field", "unit", "units", "measures", "approved", "decision", "decided_on", "contractor"),
        *("begins_on", "ends_on", "latitude", "longitude"),
    )
    code = forms.CharField(label=_("Code of the work"), max_length=30)
    approved = MoneyField(label=_("Approved total, million đồng"), required=False)
    decision = forms.CharField(label=_("Decision"), max_length=120, required=False)
    decided_on = forms.DateField(label=_("Decided on"), widget=DayInput(), required=False)
    contractor = forms.CharField(label=_("Contractor"), max_length=200, required=False)

    def __init__(
        self, data: Any = None, *, units: UnitQuerySet, measures: Choices, sources: Choices, initial: Any = None
    ) -> None:
        super().__init__(data, units=units, measures=measures, initial=initial)
        self.add_sources(sources)
        self.dress()

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if Work.objects.filter(code=said.get("code", "")).exists():
            self.add_error("code", _("Another work has this code."))
        if said.get("approved") is None and "approved" not in self.errors:
            if said.get("decision") or said.get("decided_on") or self.amounts():
                self.add_error("approved", _("Write the total that was approved."))
        elif said.get("approved") is not None and not said.get("decided_on") and "decided_on" not in self.errors:
            self.add_error("decided_on", _("Write the day of the decision."))
        return said

    def facts(self) -> dict[str, Any]:
        """Return what ``add_work`` takes; the approved total is whole đồng."""
        beside = ("code", "decision", "decided_on", "contractor")
        own = {name: self.cleaned_data[name] for name in beside}
        return super().facts() | own | {"approved_dong": self.cleaned_data["approved"]}


class CorrectForm(FactsForm):
    """A correction of what is known of a work."""

    because = forms.CharField(label=_("Why it is corrected"), max_length=300)
    seen = forms.IntegerField(widget=forms.HiddenInput())


class ApprovalForm(SourcesMixin, ActForm):
    """A decision that approved or adjusted the total."""

    decision = forms.CharField(label=_("Decision"), max_length=120)
    on = forms.DateField(label=_("Decided on"), widget=DayInput())
    total = MoneyField(label=_("Approved total, million đồng"))
    reason = forms.CharField(label=_("Reason of the adjustment"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, sources: Choices, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.add_sources(sources)
        self.dress()


class SourcesForm(SourcesMixin, ActForm):
    """The sources of a decision that was taken in without them."""

    def __init__(self, data: Any = None, *, sources: Choices, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.add_sources(sources)
        self.dress()


class ContractForm(ActForm):
    """Who builds the work or a part of it."""

    contractor = forms.CharField(label=_("Contractor"), max_length=200)
    number = forms.CharField(label=_("Contract number"), max_length=80, required=False)
    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput(), required=False)
    amount = MoneyField(label=_("Value of the contract, million đồng"), required=False)
    part = forms.CharField(label=_("Package, where it is a part"), max_length=200, required=False)


class StateForm(ActForm):
    """A step in the life of a work."""

    state = forms.ChoiceField(label=_("New state"))
    on = forms.DateField(label=_("Day"), widget=DayInput())
    reason = forms.CharField(label=_("Reason"), max_length=300)
    document = forms.CharField(label=_("Document"), max_length=200, required=False)

    def __init__(self, data: Any = None, *, states: Iterable[State], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        language = get_language() or "vi"
        self.fields["state"].choices = [(one.value, one.words.said_in(language)) for one in states]  # type: ignore[attr-defined]


class ProgressForm(PlaceMixin, ActForm):
    """How far a work has come: a photo and a percentage are enough."""

    photos = FilesField(
        label=_("Photo at the site"),
        required=False,
        widget=FilesInput(attrs={"accept": PHOTOS, "capture": "environment"}),
    )
    percent = forms.IntegerField(label=_("Volume done in percent"), min_value=0, max_value=100)
    accepted = MoneyField(label=_("Accepted since the beginning, million đồng"), required=False)
    on = forms.DateField(label=_("Day"), widget=DayInput())
    document = forms.CharField(label=_("Record of acceptance"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    here_latitude = _hidden_degrees(90)
    here_longitude = _hidden_degrees(180)

    @property
    def first_fields(self) -> list[Any]:
        """Return what is asked for at once; the rest is folded away."""
        return [self["photos"], self["percent"]]

    @property
    def more_fields(self) -> list[Any]:
        return [self[name] for name in ("accepted", "on", "document", "note")]


class AcceptForm(PlaceMixin, ActForm):
    """A record of acceptance."""

    kind = forms.ChoiceField(label=_("What is accepted"))
    on = forms.DateField(label=_("Day"), widget=DayInput())
    document = forms.CharField(label=_("Number of the record"), max_length=200)
    percent = forms.IntegerField(
        label=_("Volume done in percent"), min_value=0, max_value=100, required=False, help_text=_("For a stage only.")
    )
    accepted = MoneyField(
        label=_("Accepted since the beginning, million đồng"), required=False, help_text=_("Not for a handover.")
    )
    by_whom = forms.CharField(label=_("Who accepts or receives it"), max_length=300, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    papers = FilesField(
        label=_("Scanned record, photos"), required=False, widget=FilesInput(attrs={"accept": PAPERS, "multiple": True})
    )

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        language = get_language() or "vi"
        self.fields["kind"].choices = [(one.value, one.words.said_in(language)) for one in AcceptanceKind]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        handover = said.get("kind") == AcceptanceKind.HANDOVER
        if said.get("kind") == AcceptanceKind.STAGE and said.get("percent") is None and "percent" not in self.errors:
            self.add_error("percent", _("Write how much is done."))
        if not handover and said.get("accepted") is None and "accepted" not in self.errors:
            self.add_error("accepted", _("Write the value accepted since the beginning."))
        return said


class FilesForm(PlaceMixin, ActForm):
    """Photos and documents of a work."""

    papers = FilesField(
        label=_("Photos, documents"), widget=FilesInput(attrs={"accept": f"image/*,{PAPERS}", "multiple": True})
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    here_latitude = _hidden_degrees(90)
    here_longitude = _hidden_degrees(180)


class ClearingForm(ActForm):
    """How much of a work's arrears is paid in a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2020, max_value=2050)
    source = forms.ChoiceField(label=_("Source"))
    amount = MoneyField(label=_("Amount, million đồng"), help_text=_("0 takes the plan of this year and source back."))

    def __init__(self, data: Any = None, *, sources: Choices, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["source"].choices = sources  # type: ignore[attr-defined]


class MaintenanceForm(SourcesMixin, ActForm):
    """What keeps a finished work in use."""

    what = forms.CharField(label=_("What has to be done"), max_length=200)
    first_due_on = forms.DateField(label=_("First due on"), widget=DayInput())
    every_months = forms.IntegerField(
        label=_("Again after how many months"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=_("Leave it empty when it is done once."),
    )
    responsible = forms.CharField(label=_("Who is responsible"), max_length=200)

    def __init__(self, data: Any = None, *, sources: Choices, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.add_sources(sources)
        self.dress()


class MaintainedForm(PlaceMixin, ActForm):
    """Maintenance that was done."""

    job = forms.ChoiceField(label=_("Job of the plan"), required=False)
    what = forms.CharField(
        label=_("Maintenance done"), max_length=200, required=False, help_text=_("Needed where it is beside the plan.")
    )
    on = forms.DateField(label=_("Done on"), widget=DayInput())
    done_by = forms.CharField(label=_("Done by"), max_length=200)
    cost = MoneyField(label=_("Cost, million đồng"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    papers = FilesField(
        label=_("Photos"), required=False, widget=FilesInput(attrs={"accept": f"image/*,{PAPERS}", "multiple": True})
    )
    here_latitude = _hidden_degrees(90)
    here_longitude = _hidden_degrees(180)

    def __init__(
        self, data: Any = None, files: Any = None, *, jobs: Sequence[MaintenanceJob], initial: Mapping[str, Any]
    ) -> None:
        super().__init__(data, files, initial=initial)
        self.jobs = {str(one.pk): one for one in jobs}
        choices = [("", _("Beside the plan")), *((key, one.what) for key, one in self.jobs.items())]
        self.fields["job"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("job") and not said.get("what"):
            self.add_error("what", _("Say what was done."))
        return said

    @property
    def chosen(self) -> MaintenanceJob | None:
        return self.jobs.get(self.cleaned_data["job"])


class EndMaintenanceForm(ActForm):
    """A job that is no longer asked for."""

    on = forms.DateField(label=_("From this day"), widget=DayInput())
    because = forms.CharField(label=_("Reason"), max_length=300)
