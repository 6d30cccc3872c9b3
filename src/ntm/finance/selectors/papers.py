"""The papers that bring money in or take it out: budgets, contributions, rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q, QuerySet, Sum

from ntm.areas.models import Unit
from ntm.areas.selectors import ancestors, descendants
from ntm.core.problems import Text
from ntm.finance.models import Budget, BudgetKind, Contribution, GivenAs, Giver, Rate


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A document with the day on which it was booked; ``total_dong`` is without credit."""

    budget: Budget
    kind: Text
    on: date


@dataclass(frozen=True, slots=True)
class GivenRow:
    """What was given in one form: how many times, how much of it, and how much of that has no value yet."""

    form: GivenAs
    count: int
    quantity: object  # Decimal; None for things, whose measures differ
    value_dong: int
    without_value: int


def budgets_in(unit: Unit, day: date, year: int) -> tuple[BudgetRow, ...]:
    """Return the documents of a year of a unit and all below that were booked by a day, in their order."""
    units = [unit.pk, *(one.pk for one in descendants(unit, day))]
    found = Budget.objects.filter(unit__in=units, year=year).annotate(on=Min("lines__transfers__on"))
    rows = found.filter(on__lte=day).select_related("unit").order_by("unit__tier", "unit__sort_name", "number")
    return tuple(BudgetRow(one, BudgetKind(one.kind).words, one.on) for one in rows)


def contributions_in(
    unit: Unit, day: date, year: int, *, form: str = "", giver: str = "", valued: str = ""
) -> QuerySet[Contribution]:
    """Return what a unit and all below were given in a year by a day; ``valued`` is "no" for what has no value."""
    units = [unit.pk, *(one.pk for one in descendants(unit, day))]
    found = Contribution.objects.filter(unit__in=units, year=year, on__lte=day)
    if form in GivenAs.values:
        found = found.filter(form=form)
    if giver in Giver.values:
        found = found.filter(giver_kind=giver)
    if valued == "no":
        found = found.filter(value_dong=None, withdrawn_on=None)
    return found.select_related("unit", "work", "rate")


def given_by_form(found: QuerySet[Contribution]) -> tuple[GivenRow, ...]:
    """Sum contributions by the form in which they were given, without those withdrawn; one query."""
    without = Count("pk", filter=Q(value_dong=None))
    rows = found.filter(withdrawn_on=None).order_by().values("form")
    summed = rows.annotate(n=Count("pk"), quantity=Sum("quantity"), dong=Sum("value_dong"), without=without)
    by_form = {one["form"]: one for one in summed}
    return tuple(
        GivenRow(
            form,
            by_form[form]["n"],
            None if form == GivenAs.KIND else by_form[form]["quantity"],
            by_form[form]["dong"] or 0,
            by_form[form]["without"],
        )
        for form in GivenAs
        if form in by_form
    )


def rates_for(unit: Unit, below: Sequence[Unit], day: date) -> QuerySet[Rate]:
    """Return every rate that holds for a unit or was set in one of the units below it, newest first."""
    places = {one.pk for one in (*ancestors(unit, day), unit, *below)}
    return Rate.objects.filter(unit__in=places).select_related("unit").order_by("form", "-valid_from", "pk")
