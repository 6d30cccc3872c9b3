"""Where the money stands on a day, worked out from the transfers booked by then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import InitVar, dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, When

from ntm.areas.models import Unit
from ntm.areas.selectors import descendants, tree
from ntm.core.problems import Text
from ntm.finance.models import Account, Act, Stage, Transfer, Work
from ntm.finance.sources import sources_in

STAGES = tuple(Stage)
GIVEN = (Act.CONTRIBUTE, Act.WITHDRAW)
# What each figure of a row counts: money that reached this stage or went beyond it.
FIGURES: Mapping[str, Stage] = {
    "planned": Stage.EXPECTED,
    "contributed": Stage.EXPECTED,
    "allocated": Stage.ALLOCATED,
    "assigned": Stage.ASSIGNED,
    "disbursed": Stage.DISBURSED,
    "settled": Stage.SETTLED,
}


@dataclass(frozen=True, slots=True)
class Amounts:
    """How far money has come, in whole đồng; what reached a later stage counts in the earlier ones as well.

    ``planned`` is what documents expect, with what came from earlier budgets (``carried``); ``contributed`` is what
    people and enterprises gave this year, beside it: what one hopes for is never counted as given.
    """

    planned: int
    contributed: int
    allocated: int
    assigned: int
    disbursed: int
    settled: int
    carried: int

    @property
    def rate(self) -> int | None:
        """Disbursed of assigned in percent, rounded down; None where nothing was assigned."""
        return 100 * self.disbursed // self.assigned if self.assigned else None

    @property
    def parts(self) -> tuple[int, int, int, int]:
        """Return what is paid out, assigned, allocated and neither: parts that lie side by side."""
        rest = max(0, self.planned - self.allocated)
        return self.disbursed, self.assigned - self.disbursed, self.allocated - self.assigned, rest


@dataclass(frozen=True, slots=True)
class CapitalRow(Amounts):
    """One place of the tree of sources with what came at least so far. Credit stands under a root of its own."""

    code: str
    name: Text
    depth: int
    is_leaf: bool


@dataclass(frozen=True, slots=True)
class PlaceRow(Amounts):
    """A unit with all below it, or a work, with the money that is there; both None for what a unit holds itself."""

    unit: Unit | None = None
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Which money is asked about: of a unit and all below on a day, of a year, perhaps of one source or work.

    ``carried`` is "only" for what came from earlier budgets, "without" for what did not. ``alone`` leaves out
    what lies below the unit; ``below`` are the ids of the units below, for a caller that has them already.
    """

    unit: Unit
    day: date
    year: int
    source: str = ""
    carried: str = ""
    work: Work | None = None
    alone: bool = False
    below: InitVar[Iterable[int] | None] = None
    units: frozenset[int] = field(init=False)

    def __post_init__(self, below: Iterable[int] | None) -> None:
        if below is None:
            below = () if self.alone else [one.pk for one in descendants(self.unit, self.day)]
        object.__setattr__(self, "units", frozenset({self.unit.pk, *below}))

    def accounts(self, prefix: str = "") -> Q:
        """Say which accounts are meant; ``prefix`` leads to them, such as ``after__``."""
        found = Q(**{f"{prefix}unit__in": self.units, f"{prefix}year": self.year})
        if self.source:
            exact, below = f"{prefix}source", f"{prefix}source__startswith"
            found &= Q(**{exact: self.source}) | Q(**{below: f"{self.source}/"})
        if self.work is not None:
            found &= Q(**{f"{prefix}work": self.work})
        if self.carried:
            test = "lt" if self.carried == "only" else "exact"
            found &= Q(**{f"{prefix}budget_year__{test}": self.year})
        return found


def capital_rows(unit: Unit, day: date, year: int) -> tuple[CapitalRow, ...]:
    """Return the year's tree of sources with what a unit and all below hold of each on a day."""
    return source_rows(Scope(unit, day, year))


def source_rows(scope: Scope) -> tuple[CapitalRow, ...]:
    """Return the year's tree, or the part of it that is asked about, with its money; two queries beside the scope's."""
    moved = _moved(scope, "source")
    if not moved:
        return ()
    return tuple(
        CapitalRow(
            **_amounts(moved, {leaf for leaf, *_ in moved if source.covers(leaf)}),
            code=source.code,
            name=source.name,
            depth=source.depth,
            is_leaf=source.is_leaf,
        )
        for source in sources_in(scope.year)
        if not scope.source or source.code == scope.source or source.code.startswith(f"{scope.source}/")
    )


def unit_rows(scope: Scope) -> tuple[PlaceRow, ...]:
    """Return each unit directly below with all below it, and what the unit holds itself, where there is money."""
    below = tree(scope.unit, scope.day)
    top = {pk: _top(pk, below, scope.unit.pk) for pk in below}
    first = [one for pk, one in below.items() if top[pk] == pk]
    moved = _moved(scope, "unit")
    rows = [
        PlaceRow(**_amounts(moved, {pk for pk, at in top.items() if at == one.pk}), unit=one)
        for one in first
        if any(top.get(key[0]) == one.pk for key in moved)
    ]
    if any(key[0] == scope.unit.pk for key in moved):
        rows.insert(0, PlaceRow(**_amounts(moved, {scope.unit.pk})))
    return tuple(rows)


def work_rows_of(scope: Scope) -> tuple[PlaceRow, ...]:
    """Return each work with the money assigned to it, paid out and settled; three queries beside the scope's."""
    moved = {key: dong for key, dong in _moved(scope, "work").items() if key[0]}
    works = Work.objects.filter(pk__in={key[0] for key in moved}).select_related("unit").order_by("code")
    return tuple(PlaceRow(**_amounts(moved, {one.pk}), work=one) for one in works)


def rests_on_sample(scope: Scope) -> bool:
    """Say whether some of this money was made up for the demo."""
    return Transfer.objects.filter(scope.accounts("after__"), is_sample=True, on__lte=scope.day).exists()


def disbursement_by_unit(unit: Unit, day: date, year: int) -> tuple[tuple[Unit, int, int], ...]:
    """Return (unit, assigned, disbursed) of the programme, without credit, for each unit directly below."""
    rows = unit_rows(Scope(unit, day, year, source="programme"))
    return tuple((row.unit, row.assigned, row.disbursed) for row in rows if row.unit is not None)


def transfers_behind(scope: Scope, figure: str) -> QuerySet[Transfer]:
    """Return the transfers that a figure of FIGURES is the sum of, each with ``signed`` đồng, newest first.

    A transfer counts when it crosses into the stages that the figure counts, or out of them.
    """
    inside = Account.objects.filter(scope.accounts(), stage__gte=FIGURES[figure]).values("pk")
    came = Q(after__in=inside) & (Q(before=None) | ~Q(before__in=inside))
    went = Q(before__in=inside) & (Q(after=None) | ~Q(after__in=inside))
    found = Transfer.objects.filter(on__lte=scope.day).filter(came | went)
    if figure in {"planned", "contributed"}:
        found = found.filter(contribution__isnull=figure == "planned")
    signed = Case(
        When(after__in=inside, then=F("amount_dong")), default=-F("amount_dong"), output_field=BigIntegerField()
    )
    return found.annotate(signed=signed).order_by("-on", "-pk")


Moved = Mapping[tuple[Any, str, bool, bool], int]  # (key, stage, carried over, given) → đồng


def _moved(scope: Scope, by: str) -> Moved:
    """Return what stood in each stage at the end of the day by a field of the account; two queries.

    What came in less what went out; contributions are told apart by the act that brought them in.
    """
    held: dict[tuple[Any, str, bool, bool], int] = defaultdict(int)
    booked = Transfer.objects.filter(on__lte=scope.day).order_by()
    for end, sign in (("after", 1), ("before", -1)):
        names = (f"{end}__{by}", f"{end}__stage", f"{end}__budget_year", "act")
        rows = booked.filter(scope.accounts(f"{end}__")).values_list(*names).annotate(dong=Sum("amount_dong"))
        for key, stage, budget_year, act, dong in rows:
            held[key, stage, budget_year < scope.year, act in GIVEN] += sign * dong
    return held


def _amounts(moved: Moved, keys: Collection[Any]) -> dict[str, Any]:
    """Sum the figures of one row over its keys."""
    ours = [(key, dong) for key, dong in moved.items() if key[0] in keys]
    reached = {name: _reached(ours, stage) for name, stage in FIGURES.items()}
    given = sum(dong for (_, _, _, is_given), dong in ours if is_given)
    carried = sum(dong for (_, _, is_carried, _), dong in ours if is_carried)
    return reached | {"planned": reached["planned"] - given, "contributed": given, "carried": carried}


def unassigned(units: Collection[int], day: date, year: int) -> dict[tuple[int, str], int]:
    """Return by (unit, leaf) what was expected or allocated by the end of a day and not assigned; two queries."""
    free: dict[tuple[int, str], int] = defaultdict(int)
    booked = Transfer.objects.filter(on__lte=day).order_by()
    for end, sign in (("after", 1), ("before", -1)):
        stages = {f"{end}__stage__in": [Stage.EXPECTED, Stage.ALLOCATED], f"{end}__work": None}
        inside = booked.filter(**stages, **{f"{end}__unit__in": list(units), f"{end}__year": year})
        names = (f"{end}__unit_id", f"{end}__source")
        for unit, source, dong in inside.values_list(*names).annotate(dong=Sum("amount_dong")):
            free[unit, source] += sign * dong
    return free


def _reached(ours: Iterable[tuple[tuple[Any, str, bool, bool], int]], stage: Stage) -> int:
    return sum(dong for (_, at, _, _), dong in ours if at >= stage.value)


def _top(pk: int, below: Mapping[int, Unit], root: int) -> int:
    """Return the unit directly below the root that a unit belongs to."""
    while (parent := getattr(below[pk], "parent_pk", root)) != root:
        pk = parent
    return pk
