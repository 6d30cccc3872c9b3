"""Accounts that hold money, what they hold in each stage, and the units by which lists of the ledger are narrowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from ntm.areas.models import Parent, Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.core.problems import Text
from ntm.finance.models import Account, Stage
from ntm.finance.selectors.capital import Scope
from ntm.finance.sources import CREDIT


@dataclass(frozen=True, slots=True)
class Balance:
    """What accounts hold together, in whole đồng; credit is never summed with the programme's capital."""

    words: Text
    accounts: int
    programme: int
    credit: int


@dataclass(frozen=True, slots=True)
class PlacedUnit:
    """A unit with its depth below the highest ones that are offered, which have 0."""

    unit: Unit
    depth: int


def accounts_in(scope: Scope, stage: str = "") -> QuerySet[Account]:
    """Return the accounts that hold money today, perhaps of one stage; the day of the scope chooses the units only."""
    found = Account.objects.filter(scope.accounts(), balance_dong__gt=0)
    if stage:
        found = found.filter(stage=stage)
    return found.select_related("unit", "work").order_by("source", "stage", "unit__sort_name", "pk")


def balances_of(accounts: QuerySet[Account]) -> tuple[Balance, ...]:
    """Return what accounts hold by stage, in the order of the stages; one query, whatever a page shows of them."""
    is_credit = Q(source=CREDIT) | Q(source__startswith=f"{CREDIT}/")
    figures = {
        "count": Count("pk"),
        "programme": Sum("balance_dong", filter=~is_credit, default=0),
        "credit": Sum("balance_dong", filter=is_credit, default=0),
    }
    rows = accounts.order_by("stage").values_list("stage").annotate(**figures)
    return tuple(Balance(Stage(stage).words, *held) for stage, *held in rows)


def sum_of(balances: Iterable[Balance]) -> Balance:
    """Add balances up, under the word “sum”."""
    found = list(balances)
    return Balance(
        Text("Cộng", "Sum"),
        sum(one.accounts for one in found),
        sum(one.programme for one in found),
        sum(one.credit for one in found),
    )


def units_keeping(
    accounts: QuerySet[Account], visible: UnitQuerySet, day: date, named: Iterable[Unit] = ()
) -> tuple[PlacedUnit, ...]:
    """Return the visible units that keep some of the accounts, those above them, and the ``named`` ones.

    Each stands below the one above it, names in Vietnamese order; a query for each tier.
    """
    holding = visible.filter(pk__in=accounts.order_by().values("unit"))
    found = {one.pk: one for one in (*holding, *named)}
    above: dict[int, int] = {}
    asked = set(found)
    while asked:
        rows = Parent.objects.on(day).filter(unit__in=asked, parent__in=visible.values("pk")).select_related("parent")
        steps = {row.unit_id: row.parent for row in rows}
        above |= {unit: parent.pk for unit, parent in steps.items()}
        asked = {parent.pk for parent in steps.values()} - found.keys()
        found |= {parent.pk: parent for parent in steps.values()}
    below: dict[int | None, list[Unit]] = {}
    for one in sorted(found.values(), key=lambda unit: (unit.sort_name, unit.code)):
        below.setdefault(above.get(one.pk), []).append(one)
    return tuple(_placed(below, None, 0))


def _placed(below: Mapping[int | None, list[Unit]], parent: int | None, depth: int) -> Iterator[PlacedUnit]:
    for one in below.get(parent, []):
        yield PlacedUnit(one, depth)
        yield from _placed(below, one.pk, depth + 1)
