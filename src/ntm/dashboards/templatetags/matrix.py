"""The cells of the matrix commune × criterion: thousands on one page, so they are joined here and not included."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ntm.core.problems import Text
from ntm.core.rulebook import Outcome
from ntm.dashboards.selectors.rows import UnitRow
from ntm.ui.templatetags.ntm import href as href_tag
from ntm.ui.templatetags.ntm import outcome_words, said

register = template.Library()

# Each outcome has a sign of its own, so that the matrix reads in grey and on paper.
SIGNS = {
    Outcome.MET: "✓",
    Outcome.NOT_MET: "✕",
    Outcome.NO_DATA: "○",
    Outcome.NO_LEVEL: "–",
    Outcome.NOT_APPLICABLE: "∕",
}


@register.simple_tag(takes_context=True)
def matrix_cells(context: Context, row: UnitRow, codes: tuple[str, ...]) -> SafeString:
    """Return one ``<td>`` a criterion, each opening the criterion on the unit's page."""
    address = escape(href_tag(context, "dashboards:unit", row.unit.pk))
    outcomes = row.standing.outcomes if row.standing else {}
    words = {one: escape(outcome_words(one)) for one in Outcome}
    cells = []
    for code in codes:
        outcome = Outcome(outcomes.get(code, Outcome.NO_DATA))
        cells.append(
            f'<td class="cell cell-{outcome.value}"><a href="{address}#criterion-{code}"'
            f' aria-label="{words[outcome]}">{SIGNS[outcome]}</a></td>'
        )
    return mark_safe("".join(cells))  # noqa: S308  every part was escaped above


@register.simple_tag
def all_outcomes() -> list[tuple[str, Text]]:
    """Return every outcome with its words, for the legend."""
    return [(one.value, one.words) for one in Outcome]


@register.filter
def sign(outcome: Outcome | str) -> str:
    """Return the sign that stands for an outcome in the matrix."""
    return SIGNS[Outcome(outcome)]


@register.filter
def level_words(level: str) -> str:
    """Say a level in a word or two, for a tab: ``advanced`` → ``Nâng cao``."""
    return said(_LEVELS[level])


_LEVELS = {
    "ntm": Text("Nông thôn mới", "NTM"),
    "advanced": Text("Nâng cao", "Advanced"),
    "model": Text("Kiểu mẫu", "Model"),
    "completed": Text("Hoàn thành nhiệm vụ", "Completed"),
}
