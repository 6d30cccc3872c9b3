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
from ntm.plans.models import Amendment, Changed, Clause, PlanChange, PlannedCapital, Rhythm

_MILLION = 1_000_000
NOTHING = Text("–", "–")
KEEPS = Text("giữ vững", "keep what was reached")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change in words; ``reference`` is the clause under which it stands in the plan.

    ``is_sum`` says that a line of capital only follows its parts, so that there is nothing to take out.
    """

    change: PlanChange
    reference: str
    thing: Text
    old: Text
    new: Text
    is_sum: bool


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    amendment: Amendment
    changes: tuple[ChangeRow, ...]


def amendment_rows(amendments: Iterable[Amendment]) -> list[AmendmentRow]:
    """Return amendments with what each changes; at most four queries."""
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
    names, sums = _office_names(found), _sums(found)
    return [
        ChangeRow(
            change=one,
            reference=_clause_of(one).reference,
            thing=_thing(one),
            old=NOTHING if one.field == Changed.ADDED else _words(one, one.old, names),
            new=NOTHING if one.field == Changed.DROPPED else _words(one, one.new, names),
            is_sum=one.pk in sums,
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


def _sums(changes: Sequence[PlanChange]) -> set[int]:
    """Return the ids of changed amounts that follow those of parts which stood there before the amendment."""
    amounts = {one.capital_id: one for one in changes if one.field == Changed.AMOUNT and one.amendment.is_open}
    if not amounts:
        return set()
    dropped = PlanChange.objects.filter(capital__parent__in=list(amounts), field=Changed.DROPPED)
    left = set(dropped.values_list("capital", flat=True))
    parts = PlannedCapital.objects.filter(parent__in=list(amounts)).exclude(pk__in=left)
    rows = parts.values_list("parent", "added_by")
    emptied = set(dropped.filter(amendment__issued_at=None).values_list("capital__parent", flat=True))
    return {
        amounts[above].pk for above, added_by in rows if added_by != amounts[above].amendment_id or above in emptied
    }


def _thing(one: PlanChange) -> Text:
    thing = one.target or one.capital
    if thing is None or one.field == Changed.NAME:
        return one.what
    name = Text(thing.name, thing.name_en)
    if one.field in {Changed.ADDED, Changed.DROPPED}:
        return Text(f"{one.what.vi}: {name.vi}", f"{one.what.en}: {name.en}")
    return name


def _office_names(changes: Sequence[PlanChange]) -> dict[str, Text]:
    duties = [one for one in changes if one.field in {Changed.LEAD, Changed.SUPPORT}]
    codes = {code for one in duties for code in (*(one.old or ()), *(one.new or ()))}
    if not codes:
        return {}
    return {one.code: Text(one.name, one.name_en) for one in Office.objects.filter(code__in=codes)}


def _words(one: PlanChange, value: Any, names: Mapping[str, Text]) -> Text:
    """Say a stored value as a person reads it."""
    if value in (None, "", []):
        return KEEPS if one.target_id else NOTHING
    if one.capital_id:
        amount = Decimal(value) / _MILLION
        return Text(f"{written(amount)} triệu đồng", f"{written(amount, 'en')} million đồng")
    if one.field == Changed.DUE_ON:
        day = written_day(date.fromisoformat(value))
        return Text(day, day)
    if one.field == Changed.RHYTHM:
        return Rhythm(value).words
    if one.field in {Changed.LEAD, Changed.SUPPORT}:
        said = [names.get(code, Text(code, code)) for code in value]
        return Text("; ".join(one.vi for one in said), "; ".join(one.en for one in said))
    return Text(str(value), str(value))
