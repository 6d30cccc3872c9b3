from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ntm.areas.models import Tier
from ntm.core.problems import Problem, Text
from ntm.core.quantities import read_figure, written
from ntm.plans.forms.fields import CalmForm, DayInput, FiguresForm
from ntm.plans.forms.target_fields import TargetFields
from ntm.plans.models import Amendment, Clause, ClauseKind, Target
from ntm.plans.selectors.amended import written_lines
from ntm.plans.selectors.capital import CapitalRow
from ntm.plans.services import NewLine, TargetWords

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


class TargetsForm(FiguresForm):
    """New numbers and names of the plan's targets, and which leave it; one left as it is changes nothing."""

    def __init__(self, data: Any = None, *, targets: Iterable[Target]) -> None:
        super().__init__(data)
        self.targets = {one.pk: one for one in targets}
        for pk, target in self.targets.items():
            words = target.name if self.language.startswith("vi") else target.name_en
            named = f"{words} ({target.clause.reference})"
            if target.at_least is not None:
                self.fields[f"target-{pk}"] = forms.IntegerField(
                    label=named, min_value=0, max_value=9999, initial=target.at_least
                )
            self.fields[f"name-{pk}"] = forms.CharField(
                label=format_lazy("{}: {}", _("Name of the target"), named),
                max_length=200,
                initial=words,
            )
            self.fields[f"drop-{pk}"] = forms.BooleanField(
                label=format_lazy("{}: {}", _("Drop from the plan"), named), required=False, initial=False
            )
        self.dress()

    def numbers(self) -> dict[int, int | None]:
        """Return the changed numbers of targets, by id."""
        return self.took("target")

    def names(self) -> dict[int, str]:
        """Return the changed names of targets, by id."""
        return self.took("name")

    def dropped(self) -> set[int]:
        """Return the ids of the targets that are to leave the plan."""
        return {pk for pk, goes in self.took("drop").items() if goes}


class NewTargetForm(TargetFields, CalmForm):
    """A target that an amendment brings in, and the clause in which it stands."""

    wide = ("clause",)

    def __init__(self, data: Any = None, *, clauses: Sequence[Clause]) -> None:
        super().__init__(data, initial={"tier": Tier.COMMUNE.value})
        self.clauses = {str(one.pk): one for one in clauses}
        aims = [one for one in clauses if one.kind == ClauseKind.TARGET] or clauses
        self.offer(_named(aims), self.language)

    @property
    def chosen(self) -> Clause:
        return self.clauses[self.cleaned_data["clause"]]

    def words(self) -> TargetWords:
        return TargetWords(**{name: self.cleaned_data[name] for name in ("tier", "level", "at_least", "is_minimum")})


class MillionField(forms.CharField):
    """An amount typed in triệu đồng, cleaned to whole đồng; what is left as it was shown is ``known``."""

    def __init__(self, *, label: Any, known: int | None = None) -> None:
        # without groups, which could be taken for decimals
        self.shown = "" if known is None else written(Decimal(known) / MILLION).replace(".", "")
        super().__init__(label=label, initial=self.shown)
        self.known = known
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> int:
        typed = super().clean(value)
        if self.known is not None and typed == self.shown:
            return self.known
        try:
            dong = read_figure(typed) * MILLION
        except Problem as problem:
            raise ValidationError(problem.said_in(get_language() or "vi")) from problem
        if dong != dong.to_integral_value() or not 0 <= dong < _MOST:
            raise ValidationError(_("Write an amount in million đồng, to the đồng, not below 0."))
        return int(dong)


class CapitalForm(FiguresForm):
    """New amounts of the lines that a person writes, and which leave the plan; what stands above is summed."""

    def __init__(self, data: Any = None, *, roots: Iterable[CapitalRow], amendment: Amendment) -> None:
        super().__init__(data)
        self.rows: dict[str, CapitalRow] = {}
        ways = [way for root in roots for way in _ways(root)]
        own = written_lines([way[-1].line for way in ways], amendment)
        for way in (way for way in ways if way[-1].line.pk in own):
            row, path = way[-1], _path(way, self.language)
            name = f"line-{row.line.pk}"
            self.rows[name] = row
            self.fields[name] = MillionField(known=row.line.amount_dong, label=path)
            if not row.parts:
                self.fields[f"drop-{row.line.pk}"] = forms.BooleanField(
                    label=format_lazy("{}: {}", _("Drop from the plan"), path), required=False, initial=False
                )
        self.dress()

    def amounts(self) -> dict[int, int]:
        """Return whole đồng of the changed lines, by id."""
        return self.took("line")

    def dropped(self) -> set[int]:
        """Return the ids of the lines that are to leave the plan."""
        return {pk for pk, goes in self.took("drop").items() if goes}


class NewLineForm(CalmForm):
    """A line of capital that an amendment brings in: a source of the year's tree, or a line of its own."""

    wide = ("place", "clause")
    place = forms.ChoiceField(label=_("Source, or the line above"))
    name = forms.CharField(
        label=_("Name of the line"),
        max_length=200,
        required=False,
        help_text=_("As in the decision; empty for a source that keeps its own name."),
    )
    amount = MillionField(label=_("Amount, million đồng"))
    clause = forms.ChoiceField(label=_("Clause"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        roots: Iterable[CapitalRow],
        sources: Mapping[str, Text],
        clauses: Sequence[Clause],
    ) -> None:
        super().__init__(data)
        self.sources = {code: words.said_in(self.language) for code, words in sources.items()}
        self.ways = {way[-1].line.code: way for root in roots for way in _ways(root)}
        self.clauses = {str(one.pk): one for one in clauses}
        free = [
            (f"source:{code}", words)
            for code, words in self.sources.items()
            if not any(there == code or there.startswith(f"{code}/") for there in self.ways)
        ]
        own = [(f"below:{code}", _path(way, self.language)) for code, way in self.ways.items()]
        groups = [(_("Sources of the year"), free), (_("A line of its own, below"), own)]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *(group for group in groups if group[1]),
        ]
        self.fields["clause"].choices = [  # type: ignore[attr-defined]
            ("", _("that of the line above")),
            *_named(clauses),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if str(said.get("place", "")).startswith("below:") and not said.get("name"):
            self.add_error("name", _("Write the name of the line."))
        return said

    def line(self) -> NewLine:
        """Return what is to be brought in; the amount in whole đồng."""
        said = self.cleaned_data
        kind, _colon, code = said["place"].partition(":")
        where = {"above": code} if kind == "below" else {"code": code}
        return NewLine(said["name"], said["amount"], **where, clause=self.clauses.get(said["clause"]))


def _named(clauses: Iterable[Clause]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{one.reference}: {one.summary}"[:110]) for one in clauses]


def _path(way: Sequence[CapitalRow], language: str) -> str:
    """Name a line from the branch down; the root, which all others share, is named only where it stands alone."""
    return " › ".join(one.name.said_in(language) for one in way[1:] or way)


def _ways(row: CapitalRow, above: tuple[CapitalRow, ...] = ()) -> Iterator[tuple[CapitalRow, ...]]:
    """Yield the way from the root to each line, both included, a line before its parts."""
    way = (*above, row)
    yield way
    for part in row.parts:
        yield from _ways(part, way)
