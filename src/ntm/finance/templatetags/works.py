"""Words and marks of works, as their templates say them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ntm.core.problems import Text
from ntm.core.quantities import written, written_day
from ntm.finance.models import AcceptanceKind, Correction, Field, State, Step
from ntm.finance.selectors.on_map import MARKS
from ntm.ui.templatetags.ntm import language

register = template.Library()

_FACTS = {
    "name": Text("Tên công trình", "Name"),
    "field": Text("Lĩnh vực", "Field"),
    "unit": Text("Đơn vị", "Unit"),
    "begins_on": Text("Khởi công", "Begins on"),
    "ends_on": Text("Hoàn thành theo kế hoạch", "Planned to end on"),
    "latitude": Text("Vĩ độ", "Latitude"),
    "longitude": Text("Kinh độ", "Longitude"),
    "units": Text("Đơn vị được phục vụ", "Units served"),
    "measures": Text("Chỉ tiêu phục vụ", "Indicators lifted"),
}


@register.filter
def fact_words(correction: Correction) -> Text:
    return _FACTS[correction.fact]


@register.filter
def fact_said(value: str, correction: Correction) -> Text | str:
    """Say what stood in a corrected fact; an empty one as a dash."""
    if correction.fact == "field" and value:
        return Field(value).words
    return value or "–"


@register.filter
def step_words(step: Step) -> Text:
    return State(step.state).words


@register.filter
def kind_words(kind: str) -> Text:
    return AcceptanceKind(kind).words


@register.filter
def kilometres(distance: float) -> str:
    """Write a distance with one decimal: ``3,2``."""
    text = f"{distance:.1f}"
    return text if language().startswith("en") else text.replace(".", ",")


@register.filter
def rhythm(months: int | None) -> Text:
    """Say how often maintenance comes again."""
    if months is None:
        return Text("một lần", "once")
    if months % 12 == 0:
        years = months // 12
        return Text(
            f"{years} năm một lần" if years > 1 else "hằng năm", f"every {years} years" if years > 1 else "yearly"
        )
    return Text(f"{months} tháng một lần", f"every {months} months" if months > 1 else "monthly")


@register.filter
def degrees(value: object) -> str:
    return f"{value:.5f}" if language().startswith("en") else f"{value:.5f}".replace(".", ",")


@register.filter
def day_or_dash(day: object) -> str:
    return written_day(day) if day else "–"  # type: ignore[arg-type]


@register.filter
def of_percent(part: int, whole: int) -> str:
    return written(100 * part // whole) if whole else "–"


@register.simple_tag
def work_sign(code: str) -> SafeString:
    """Draw the mark of a state as decoration; the words beside it carry the meaning."""
    return format_html(
        '<svg class="work-sign" viewBox="-1.2 -1.2 2.4 2.4" aria-hidden="true" focusable="false">'
        '<path class="work-mark work-mark-{}" d="{}"/></svg>',
        *(code, MARKS[code]),
    )
