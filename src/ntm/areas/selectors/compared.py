from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ntm.areas.counting import Recount, count_on_map, rounded
from ntm.areas.models import Figure, Tier, Unit
from ntm.areas.selectors.changes import units_at_home
from ntm.areas.selectors.succession import parts_of, steps_from
from ntm.areas.words import FIGURES, FigureWords


@dataclass(frozen=True, slots=True)
class Piece:
    """What one unit of the figure's own map gave to one unit of the shown map."""

    unit: Unit
    amount: Decimal
    whole: bool  # False: only a share of the unit came here


@dataclass(frozen=True, slots=True)
class Row:
    """One unit of the shown map; ``assumed`` when some share was stated by nobody.

    ``uncounted`` are units that came here and of which no figure is known, so that the amount lacks them.
    """

    unit: Unit
    pieces: tuple[Piece, ...]
    assumed: bool
    uncounted: tuple[Unit, ...]

    @property
    def amount(self) -> Decimal:
        return sum((piece.amount for piece in self.pieces), Decimal(0))


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure of one map counted on another; rows and pieces add up to the total exactly.

    ``silent`` counts the units of the shown map of which no figure is known at all.
    """

    words: FigureWords
    name: str
    as_of: date
    map_of_figure: date
    map_shown: date
    rows: tuple[Row, ...]
    total: Decimal
    silent: int
    sources: tuple[tuple[str, str], ...]  # (source, confidence)

    @property
    def assumed(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.assumed)

    @property
    def incomplete(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.uncounted)


def figures_at_hand() -> list[tuple[str, date]]:
    """Return every figure that can be counted on another map: its name and its day, the first to show first."""
    found = Figure.objects.filter(name__in=FIGURES).values_list("name", "as_of").distinct()
    return sorted(found, key=lambda one: (list(FIGURES).index(one[0]), one[1]))


def compared(name: str, as_of: date, shown: date) -> Compared:
    """Count a figure of the home province's communal units on the map of the day ``shown``.

    The figure's own map is that of the day by which all its units existed: the census of 2009 is
    published for the units of 2024. Raises CannotCountBack for a map before that.
    """
    figures = list(Figure.objects.filter(name=name, as_of=as_of).select_related("unit"))
    own = max((figure.unit.valid_from for figure in figures), default=as_of)
    amounts = {figure.unit: figure.amount for figure in figures}
    words = FIGURES[name]
    recount = count_on_map(amounts, of=own, on=shown)
    without = [unit for unit in _communal_at_home(own) if unit not in amounts]
    rows = _rows(recount, words.decimals, _uncounted(without, shown))
    return Compared(
        words=words,
        name=name,
        as_of=as_of,
        map_of_figure=own,
        map_shown=shown,
        rows=rows,
        total=sum((row.amount for row in rows), Decimal(0)),
        silent=len(set(_communal_at_home(shown)) - {row.unit for row in rows}),
        sources=tuple(sorted({(figure.source, figure.confidence) for figure in figures})),
    )


def _communal_at_home(day: date) -> list[Unit]:
    return [unit for unit in units_at_home(day) if unit.tier == Tier.COMMUNE]


def _rows(recount: Recount, decimals: int, uncounted: dict[int, list[Unit]]) -> tuple[Row, ...]:
    """Round each unit's pieces so that they add up to its figure; then every row and the total add up too."""
    pieces: defaultdict[Unit, list[tuple[int, Fraction]]] = defaultdict(list)
    for row in recount.rows:
        for unit, amount in row.made_of:
            pieces[unit].append((row.unit.pk, amount))
    given: defaultdict[int, list[Piece]] = defaultdict(list)
    for unit, parts in pieces.items():
        amounts = rounded([amount for _, amount in parts], decimals=decimals)
        for (target, _), shown in zip(parts, amounts, strict=True):
            given[target].append(Piece(unit, shown, whole=len(parts) == 1))
    return tuple(
        Row(row.unit, tuple(given[row.unit.pk]), row.assumed, tuple(uncounted.get(row.unit.pk, ())))
        for row in recount.rows
    )


def _uncounted(units: Sequence[Unit], shown: date) -> dict[int, list[Unit]]:
    """Return the units without a figure by the id of the unit that they are found in on the shown day."""
    steps = steps_from(units, shown)
    found: defaultdict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        for pk in parts_of(unit, shown, steps):
            found[pk].append(unit)
    return found
