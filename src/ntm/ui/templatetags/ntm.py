"""Filters and tags that every template has without loading: words, figures, days, links, marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ntm.core.problems import Text
from ntm.core.quantities import written, written_day
from ntm.core.rulebook import Outcome
from ntm.ui.clock import today
from ntm.ui.marks import Mark, marks_for

register = template.Library()

NOTHING = "–"
DONG_IN_A_MILLION = 1_000_000
BAR_WIDTH = 1000


def language() -> str:
    return get_language() or "vi"


@register.filter
def said(words: Text | str | None) -> str:
    """Say a Text in the reader's language; other words stay as they are, nothing stays empty."""
    return words.said_in(language()) if isinstance(words, Text) else str(words or "")


@register.filter
def figure(amount: Decimal | float | None, places: int | None = None) -> str:
    """Write a figure as offices do: 1743406 → ``1.743.406``; None → ``–``.

    ``places`` rounds half up, so that a column lines up: ``{{ share|figure:1 }}`` → ``5,0``.
    """
    if amount is None:
        return NOTHING
    whole = Decimal(str(amount))
    if places is None:
        return written(whole, language())
    rounded = whole.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    decimals = f"{rounded:f}".partition(".")[2]
    comma = "." if language().startswith("en") else ","
    sign = "-" if rounded < 0 else ""
    return sign + written(abs(int(rounded)), language()) + (f"{comma}{decimals}" if decimals else "")


@register.filter
def million(dong: int | None) -> str:
    """Write đồng as triệu đồng, to the last đồng: 1743406000000 → ``1.743.406``; None → ``–``."""
    return NOTHING if dong is None else written(Decimal(dong) / DONG_IN_A_MILLION, language())


@register.filter
def day(moment: date | None) -> str:
    """Write a day, or the day of a moment here, as 23/02/2024; None → ``–``."""
    if moment is None:
        return NOTHING
    return written_day(timezone.localtime(moment).date() if isinstance(moment, datetime) else moment)


@register.filter
def outcome_words(outcome: Outcome | str) -> str:
    """Say an outcome, or its stored code, in full: ``not_met`` → ``Chưa đạt``."""
    return said(Outcome(outcome).words)


@register.filter
def outcome_class(outcome: Outcome | str) -> str:
    """Return the name of an outcome's symbol and colour: ``not_met`` → ``not-met``."""
    return Outcome(outcome).value.replace("_", "-")


@register.filter
def outcome_mark(outcome: Outcome | str) -> SafeString:
    """Draw an outcome's mark alone, for narrow cells; its words are read out and shown on hover."""
    words, symbol = outcome_words(outcome), outcome_class(outcome)
    return format_html(
        '<svg class="mark mark-{}" role="img" aria-label="{}"><title>{}</title><use href="{}#{}"/></svg>',
        *(symbol, words, words, static("ui/icons.svg"), symbol),
    )


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """Draw a symbol of ``ui/icons.svg`` as decoration; the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        *(css_class, static("ui/icons.svg"), name),
    )


@register.simple_tag(takes_context=True)
def href(context: Context, view: str, *args: Any, **query: Any) -> str:
    """Return the address of a view that keeps the day of the page, and the province where one was chosen.

    Words after the view fill its path; named ones go into the query unless empty:
    ``{% href "dashboards:matrix" district=unit.pk show="gaps" %}``.
    """
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    # An included component sees only its inputs, but its context still knows the request.
    request = getattr(context, "request", None) or context.get("request")
    shown = getattr(request, "day", None)
    if shown and shown != today():
        kept.setdefault("day", shown.isoformat())
    if request is not None and (province := _province_in(request)):
        kept.setdefault("province", province)
    return reverse(view, args=args) + (f"?{urlencode(kept)}" if kept else "")


def _province_in(request: HttpRequest) -> str:
    """Return the code of the province that the address names; empty where it names none."""
    named = request.GET.get("province", "")
    return named if named.isascii() and named.isalnum() else ""


@register.inclusion_tag("components/marks.html")
def marks_of(kind: str, one: int, known: Mapping[int, list[Mark]] | None = None) -> dict[str, list[Mark]]:
    """Draw what there is to say about a thing; ``known`` are marks of many things, asked for at once.

    ``{% marks_of "work" work.pk %}``, or in a list ``{% marks_of "solution" one.pk marks %}``.
    """
    return {"marks": (marks_for(kind, [one]) if known is None else known).get(one, [])}


@register.filter
def exact(number: Decimal | float | None) -> str:
    """Write a number for an attribute that a machine reads: a point, no grouping; None → ``0``."""
    return format(Decimal(str(number or 0)), "f")


@register.simple_block_tag
def tablebox(
    content: SafeString, title: str, *, unit: str = "", sortable: bool = False, wide: bool = False
) -> SafeString:
    """Put the sections of a table into a box that scrolls on its own, under a caption.

    ``{% tablebox title unit=unit sortable=True wide=True %}<thead>…</thead><tbody>…</tbody>{% endtablebox %}``
    """
    inputs = {"rows": content, "title": title, "unit": unit, "sortable": sortable, "wide": wide}
    return render_to_string("components/table.html", inputs)


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a stacked bar on a width of 1000, with its share of the whole in percent."""

    label: str
    css: str
    value: Decimal
    share: Decimal
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class StackedBar:
    """The parts of a whole, laid side by side."""

    pieces: tuple[Piece, ...]
    total: Decimal


@register.simple_tag
def stacked(parts: Iterable[Mapping[str, Any]]) -> StackedBar:
    """Lay the parts of a whole side by side; each part has ``value``, ``css`` and ``label``."""
    named = [(Decimal(str(part["value"])), part["css"], said(part["label"])) for part in parts]
    total = sum((value for value, _, _ in named), Decimal(0))
    pieces, x = [], Decimal(0)
    for value, css, label in named:
        width = value * BAR_WIDTH / total if total else Decimal(0)
        pieces.append(Piece(label, css, value, width / 10, f"{x:.2f}", f"{width:.2f}"))
        x += width
    return StackedBar(tuple(pieces), total)
