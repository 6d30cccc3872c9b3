"""The forms in which a person corrects what was read: one for each part of a plan, amounts in million đồng."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Tier, Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.finance.forms import MoneyField
from ntm.plans.drafting.faults import HEAD_LONGEST
from ntm.plans.drafting.names import body_names, code_of, source_choices
from ntm.plans.forms.target_fields import TargetFields
from ntm.plans.models import ClauseKind, DraftItem, DraftPart, PlanDraft, Rhythm

MILLION = 1_000_000
FIRST_YEAR, LAST_YEAR = 2010, 2045


class UploadForm(forms.Form):
    """A document, and whose plan of which year it is."""

    file = forms.FileField(
        label=_("The document (.docx, .md, .txt)"),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".docx,.md,.txt"}),
    )
    unit = forms.ChoiceField(label=_("Plan of the unit"), widget=forms.Select(attrs={"class": "form-select"}))
    year = forms.IntegerField(
        label=_("Year of the plan"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, units: UnitQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        height = {tier: place for place, tier in enumerate(Tier.values)}
        rows = sorted(units.in_vietnamese_order(), key=lambda unit: height[unit.tier])
        self.units: dict[str, Unit] = {unit.code: unit for unit in rows}
        self.fields["unit"].choices = [(unit.code, unit.name) for unit in rows]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Unit:
        return self.units[self.cleaned_data["unit"]]


class DayField(forms.DateField):
    """A day that may stay empty; kept as ISO text."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "form-control", "type": "date"})
        super().__init__(required=False, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        found = super().clean(value)
        return found.isoformat() if isinstance(found, date) else ""


def _text(label: Any, most: int, *, required: bool = True, rows: int = 0) -> forms.CharField:
    attrs = {"class": "form-control"}
    widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


def _choice(label: Any, choices: Sequence[tuple[str, Any]], *, required: bool = True) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "form-select"})
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=widget)


class ItemForm(forms.Form):
    """What all forms of items share: ``said`` is what the item holds from now on."""

    new_body = ""

    def __init__(self, data: Any = None, *, draft: PlanDraft, now: dict[str, Any], references: list[str]) -> None:
        self.draft, self.now, self.references = draft, now, references
        # Two forms may stand open on one page, so their fields carry the item's number in their ids.
        super().__init__(data, initial=self.initial_of(now))

    def initial_of(self, now: dict[str, Any]) -> dict[str, Any]:
        return dict(now)

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def _clauses(self) -> list[tuple[str, str]]:
        known = list(dict.fromkeys([*([self.now["clause"]] if self.now.get("clause") else []), *self.references]))
        return [(one, one) for one in known]


class HeadForm(ItemForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.now.get("field", "number")
        if field == "issued_on":
            self.fields["value"] = DayField(label=HEAD_LABELS[field])
        else:
            needed = field in {"title", "issuer"}
            rows = 2 if field == "title" else 0
            self.fields["value"] = _text(HEAD_LABELS[field], HEAD_LONGEST[field], required=needed, rows=rows)


class BasisForm(ItemForm):
    number = _text(_("Number"), 60, required=False)
    issued_on = DayField(label=_("Day"))
    issuer = _text(_("Issuer"), 200, required=False)
    subject = _text(_("What it is about"), 400, required=False, rows=2)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("number") and not said.get("subject"):
            self.add_error("number", _("Write the number of the act, or what it is about."))
        return said


class ClauseForm(ItemForm):
    reference = _text(_("Clause"), 20)
    kind = _choice(_("Part of the plan"), [(one.value, str(one.label)) for one in ClauseKind])
    text = _text(_("Wording"), 6000, rows=4)
    leads = forms.MultipleChoiceField(label=_("Leads"), required=False, widget=forms.CheckboxSelectMultiple)
    supports = forms.MultipleChoiceField(label=_("Supports"), required=False, widget=forms.CheckboxSelectMultiple)
    other = _text(_("Another body, by its name"), 200, required=False)
    other_part = _choice(_("The other body"), [("leads", _("leads")), ("supports", _("supports"))], required=False)
    rhythm = _choice(_("How often"), [("", "–"), *((one.value, str(one.label)) for one in Rhythm)], required=False)
    due_on = DayField(label=_("Last day"))
    output = _text(_("Result"), 300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = {*self.now.get("leads", ()), *self.now.get("supports", ())}
        language = get_language() or "vi"
        names = [(code, name.said_in(language)) for code, name in body_names(self.draft, used).items()]
        for field in ("leads", "supports"):
            chosen = set(self.now.get(field, ()))
            # The bodies that are chosen stand on top of a long list.
            ordered = sorted(names, key=lambda pair: pair[0] not in chosen)
            self.fields[field].choices = ordered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if set(said.get("leads", ())) & set(said.get("supports", ())):
            self.add_error("supports", _("A body either leads or supports; take it out of one list."))
        return said

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        name, part = said.pop("other").strip(), said.pop("other_part") or "leads"
        if name:
            self.new_body = name
            said[part] = list(dict.fromkeys([*said[part], code_of(name)]))
        return said


class TargetForm(ItemForm, TargetFields):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(self._clauses(), get_language() or "vi")


class CapitalForm(ItemForm):
    name = _text(_("Name in the document"), 200)
    code = _choice(_("Source of capital"), [])
    amount = MoneyField(label=_("Amount, million đồng"))
    clause = _choice(_("Clause"), [])
    footnote = _text(_("Mark of its footnote"), 8, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "vi"
        choices = [(code, name.said_in(language)) for code, name in source_choices(self.draft.year)]
        own = self.now.get("code")
        if own and own not in dict(choices):
            choices.insert(0, (own, own))
        self.fields["code"].choices = choices if own else [("", "–"), *choices]  # type: ignore[attr-defined]
        self.fields["clause"].choices = self._clauses()  # type: ignore[attr-defined]

    def initial_of(self, now: dict[str, Any]) -> dict[str, Any]:
        dong = now.get("amount_dong")
        plain = format(Decimal(dong) / MILLION, "f") if dong is not None else ""
        shown = plain.rstrip("0").rstrip(".") if "." in plain else plain
        # Three decimals would read like thousands when they come back: a fourth says what they are.
        head, point, decimals = shown.partition(".")
        return {
            **now,
            "amount": f"{head},{decimals.ljust(4, '0') if len(decimals) == 3 else decimals}" if point else head,
        }

    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["amount_dong"] = said.pop("amount")
        return said


class RecipientForm(ItemForm):
    text = _text(_("Recipient"), 300)


HEAD_LABELS = {
    "number": _("Number"),
    "issued_on": _("Day of issue"),
    "title": _("Title"),
    "issuer": _("Issuer"),
    "signer": _("Signed by"),
}
FORMS: dict[str, type[ItemForm]] = {
    DraftPart.HEAD.value: HeadForm,
    DraftPart.BASIS.value: BasisForm,
    DraftPart.CLAUSE.value: ClauseForm,
    DraftPart.TARGET.value: TargetForm,
    DraftPart.CAPITAL.value: CapitalForm,
    DraftPart.RECIPIENT.value: RecipientForm,
}
EMPTY: dict[str, dict[str, Any]] = {
    DraftPart.BASIS.value: {"number": "", "issued_on": "", "issuer": "", "subject": ""},
    DraftPart.CLAUSE.value: {
        "reference": "", "kind": "task", "text": "", "leads": [], "supports": [], "rhythm": "", "due_on": "",
        "output": "", "section": "", "leads_line": 0,
    },
    DraftPart.TARGET.value: {"clause": "", "tier": "commune", "level": "ntm", "at_least": None, "is_minimum": False},
    DraftPart.CAPITAL.value: {
        "code": "", "name": "", "amount_dong": None, "clause": "", "footnote": "", "written": "", "by_mark": [],
    },
    DraftPart.RECIPIENT.value: {"text": ""},
}  # fmt: skip


def form_for(item: DraftItem, data: Any = None) -> ItemForm:
    """Return the form of an item; an item not yet saved is one to be added."""
    references = item.draft.items.filter(part=DraftPart.CLAUSE, taken_out=False).values_list(
        "now__reference", flat=True
    )
    form = FORMS[item.part](data, draft=item.draft, now=item.now, references=list(references))
    form.auto_id = f"i{item.pk or 'new'}_%s"
    return form
