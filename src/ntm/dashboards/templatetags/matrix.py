"""The matrix and the map: thousands of cells on one page, so they are joined here and not by templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from ntm.areas.models import Unit
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.rulebook import Outcome
from ntm.dashboards.selectors.picture import Picture
from ntm.dashboards.selectors.rows import UnitRow
from ntm.ui.templatetags.ntm import href, outcome_words, said

register = template.Library()

_SLIPS = "Recognised, yet fails a criterion"

# Each outcome has a sign of its own, so that the matrix reads in grey and on paper.
SIGNS: dict[str, str] = {
    Outcome.MET: "✓",
    Outcome.NOT_MET: "✕",
    Outcome.NO_DATA: "○",
    Outcome.NO_LEVEL: "–",
    Outcome.NOT_APPLICABLE: "∕",
}


@register.filter
def quarter_name(code: str) -> Text:
    """Return the name of a stored period: ``2024-Q3`` → ``Quý III/2024``."""
    return Quarter.parse(code).name


@register.simple_tag(takes_context=True)
def matrix_rows(context: Context, rows: Sequence[UnitRow], codes: Sequence[str], *, districts: bool) -> SafeString:
    """Return a ``<tr>`` a commune: name, district on days that have them, criteria met, a cell a criterion."""
    where = Addresses(context)
    words = {one.value: escape(outcome_words(one)) for one in Outcome}
    slip = f' <span class="text-danger" role="img" aria-label="{_SLIPS}" title="{_SLIPS}">▼</span>'
    slip = slip.replace(_SLIPS, escape(gettext(_SLIPS)))
    lines = [
        f'<tr><th scope="row"><a href="{where.of(row.unit)}">{escape(row.unit.short_name)}</a>'
        f"{slip if row.slipped else ''}</th>{_district(row) if districts else ''}"
        f'<td class="text-end">{_met(row)}</td>{_cells(row, codes, where.of(row.unit), words)}</tr>'
        for row in rows
    ]
    return mark_safe("\n".join(lines))  # noqa: S308  every name and word was escaped above


def _district(row: UnitRow) -> str:
    return f'<td class="matrix-district">{escape(row.district.short_name) if row.district else ""}</td>'


def _met(row: UnitRow) -> str:
    return f"{row.standing.criteria_met}/{row.standing.criteria_total}" if row.standing else "–"


def _cells(row: UnitRow, codes: Sequence[str], address: str, words: Mapping[str, str]) -> str:
    outcomes = row.standing.outcomes if row.standing else {}
    found = ((code, outcomes.get(code, Outcome.NO_DATA.value)) for code in codes)
    return "".join(
        f'<td class="cell cell-{outcome}"><a href="{address}#criterion-{code}" aria-label="{words[outcome]}">'
        f"{SIGNS[outcome]}</a></td>"
        for code, outcome in found
    )


@register.simple_tag(takes_context=True)
def map_cells(context: Context, picture: Picture) -> SafeString:
    """Return the map's units as SVG: a link a commune, a plain shape for a ward or township."""
    where = Addresses(context)
    states = {state: escape(said(state.words)) for state in picture.legend}
    lines = []
    for cell in picture.cells:
        name = escape(cell.unit.name)
        if cell.row is None:
            lines.append(f'<path class="{cell.state.css}" d="{cell.path}"><title>{name}</title></path>')
            continue
        title = f"{name}: {states[cell.state]}"
        lines.append(
            f'<a href="{where.of(cell.unit)}" tabindex="-1" aria-label="{title}">'
            f'<path class="{cell.state.css}" d="{cell.path}"><title>{title}</title></path></a>'
        )
    return mark_safe("\n".join(lines))  # noqa: S308  every name and word was escaped above


class Addresses:
    """The address of each unit's page on the day of the screen; asked of the resolver once."""

    def __init__(self, context: Context) -> None:
        self.before, self.after = escape(href(context, "dashboards:unit", 0)).split("/0/", 1)

    def of(self, unit: Unit) -> str:
        return f"{self.before}/{unit.pk}/{self.after}"


@register.simple_tag
def all_outcomes() -> list[tuple[str, Text]]:
    """Return every outcome with its words, for the legend."""
    return [(one.value, one.words) for one in Outcome]


@register.filter
def sign(outcome: Outcome | str) -> str:
    """Return the sign that stands for an outcome in the matrix."""
    return SIGNS[Outcome(outcome)]
