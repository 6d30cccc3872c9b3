"""Filters of the sheet: values as their fields take them, and in words."""

from __future__ import annotations

from django import template

from ntm.assessments.models import Round, Said
from ntm.assessments.selectors.sheet import SheetRow
from ntm.core.problems import Text
from ntm.core.quantities import written
from ntm.core.rulebook import Outcome, Verdict
from ntm.evidence.models import Attachment
from ntm.evidence.selectors import remarks
from ntm.ui.clock import today

register = template.Library()


@register.filter
def typed(said: Said) -> str:
    """Write a value as its field takes it: ``yes``, ``no``, a figure with a decimal comma, or what was typed."""
    if said.passed is not None:
        return "yes" if said.passed else "no"
    return said.typed if said.amount is None else plain(said.amount)


@register.filter
def plain(amount: object) -> str:
    """Write a figure for a field: no grouping, a decimal comma; None → nothing."""
    return "" if amount is None else written(amount, "vi").replace(".", "")  # type: ignore[arg-type]


@register.filter
def in_words(row: SheetRow, said: Said | None) -> Text:
    """Say a value of the row's measure with its unit: “45 triệu đồng”, “Đạt”, the reason why it does not apply."""
    if said is None or said.value is None:
        return Text("–", "–")
    if said.not_applicable_because:
        why = said.not_applicable_because
        return Text(f"Không áp dụng: {why}", f"Does not apply: {why}")
    if said.passed is not None:
        return (Outcome.MET if said.passed else Outcome.NOT_MET).words
    return row.question.indicator.demand.figure(said.amount) if said.amount is not None else Text("–", "–")


@register.filter
def name_of(verdict: Verdict) -> Text:
    """Return the wording of a verdict's indicator on its day."""
    return verdict.indicator.name_on(verdict.on)


@register.filter
def remarks_on(attachment: Attachment, round_: Round) -> tuple[Text, ...]:
    """Return what a checker should look at twice in a file, held against the round's due day."""
    return remarks(attachment, on=today(), due_on=round_.due_on)


@register.filter
def said_of(reading: object) -> Said:
    """Return what a reading says."""
    return Said.of(reading)
