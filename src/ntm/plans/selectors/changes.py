"""What amendments changed of a plan: old → new, in words, with the act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from ntm.accounts.models import Office
from ntm.core.problems import Text
from ntm.core.quantities import written, written_day
from ntm.plans.models import Amendment, Changed, Clause, PlanChange, Rhythm

_MILLION = 1_000_000
NOTHING = Text("–", "–")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words; ``reference`` is the clause under which it stands in the plan."""

    change: PlanChange
    reference: str
    thing: Text
    old: Text
    new: Text


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    amendment: Amendment
    changes: tuple[ChangeRow, ...]


def amendment_rows(amendments: Iterable[Amendment]) -> list[AmendmentRow]:
    """Return amendments with what each changes; two queries."""
    found = list(amendments)
    rows = _rows(PlanChange.objects.filter(amendment__in=[one.pk for one in found]))
    return [AmendmentRow(one, tuple(row for row in rows if row.change.amendment_id == one.pk)) for one in found]


def changes_of_clause(clause: Clause, day: date) -> list[ChangeRow]:
    """Return what issued amendments changed by a day of a clause, its targets and its capital, the oldest first."""
    of_it = Q(clause=clause) | Q(target__clause=clause) | Q(capital__clause=clause)
    changes = PlanChange.objects.filter(of_it, amendment__issued_at__isnull=False, amendment__on__lte=day)
    return _rows(changes)


def _rows(changes: Any) -> list[ChangeRow]:
    found = list(
        changes.select_related("amendment", "clause", "target__clause", "capital__clause").order_by(
            "amendment__on", "amendment", "pk"
        )
    )
    names = _office_names(found)
    return [
        ChangeRow(
            change=one,
            reference=_clause_of(one).reference,
            thing=_thing(one),
            old=_words(one.field, one.old, names),
            new=_words(one.field, one.new, names),
        )
        for one in found
    ]


def _clause_of(one: PlanChange) -> Clause:
    if one.target:
        return one.target.clause
    if one.capital:
        return one.capital.clause
    assert one.clause  # noqa: S101  (the database keeps that a change is of one thing)
    return one.clause


def _thing(one: PlanChange) -> Text:
    if one.target:
        return Text(one.target.name, one.target.name_en)
    if one.capital:
        return Text(one.capital.name, one.capital.name_en)
    return one.what


def _office_names(changes: Sequence[PlanChange]) -> dict[str, Text]:
    duties = [one for one in changes if one.field in {Changed.LEAD, Changed.SUPPORT}]
    codes = {code for one in duties for code in (*(one.old or ()), *(one.new or ()))}
    if not codes:
        return {}
    return {one.code: Text(one.name, one.name_en) for one in Office.objects.filter(code__in=codes)}


def _words(field: str, value: Any, names: Mapping[str, Text]) -> Text:
    """Say a stored value as a person reads it."""
    if value in (None, "", []):
        return NOTHING
    if field == Changed.DUE_ON:
        day = written_day(date.fromisoformat(value))
        return Text(day, day)
    if field == Changed.RHYTHM:
        return Rhythm(value).words
    if field == Changed.AMOUNT:
        amount = Decimal(value) / _MILLION
        return Text(f"{written(amount)} triệu đồng", f"{written(amount, 'en')} million VND")
    if field in {Changed.LEAD, Changed.SUPPORT}:
        said = [names.get(code, Text(code, code)) for code in value]
        return Text("; ".join(one.vi for one in said), "; ".join(one.en for one in said))
    return Text(str(value), str(value))
