"""Figures of a later day counted on an earlier map, spread as an earlier count of the same thing was.

Nothing in a figure of 2025 tells how it lay over the units of 2024. An earlier count of the same
thing does: each later unit's figure is divided among the units it was made of in proportion to
what that count found there. Without such a count the answer is refused.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from ntm.areas.counting import Counted, Recount
from ntm.areas.models import Succession, Unit
from ntm.areas.selectors.succession import Part, parts_of, steps_from
from ntm.core.problems import Problem, Text

Amounts = Mapping[Unit, Decimal | int | Fraction]


class NothingToDivideBy(Problem):
    """The earlier count that should divide a later figure lacks some units, or found nothing there."""

    code = "areas/nothing-to-divide-by"

    def __init__(self, unit: Unit, without: Sequence[Unit]) -> None:
        names = ", ".join(f"{one.name} ({one.code})" for one in without)
        super().__init__(
            Text(
                f"Không chia ngược được số liệu của {unit.name}: lần đếm trước không có số của {names}.",
                f"The figure of {unit.name} cannot be divided back: the earlier count has nothing for {names}.",
            ),
            Text(
                "Hãy bổ sung số liệu cũ của các đơn vị này, hoặc xem số liệu trên bản đồ của chính nó.",
                "Add the earlier figures of these units, or look at the figure on its own map.",
            ),
        )


def count_back_on_map(figures: Amounts, *, spread: Amounts, of: date, on: date) -> Recount:
    """Count additive figures of units of the day ``of`` on the map of the earlier day ``on``.

    ``spread`` is the earlier count: the same thing, by unit of the day ``on``. The sum is conserved exactly.
    A row is ``assumed`` when a share that nobody stated has any bearing on it. Raises NothingToDivideBy.
    """
    made_of = _made_of(list(figures), of=of, on=on)
    pieces: defaultdict[Unit, list[tuple[Unit, Fraction]]] = defaultdict(list)
    assumed: set[Unit] = set()
    for unit, figure in figures.items():
        parts = made_of[unit]
        weights = _weights(unit, parts, spread)
        for part in parts:
            pieces[part.unit].append((unit, Fraction(figure) * weights[part.unit]))
        if any(part.assumed for part in parts):
            assumed |= {part.unit for part in parts}
    ordered = sorted(pieces, key=lambda unit: (unit.sort_name, unit.code))
    amounts = {unit: sum((amount for _, amount in pieces[unit]), Fraction(0)) for unit in ordered}
    rows = (Counted(unit, amounts[unit], tuple(pieces[unit]), unit in assumed) for unit in ordered)
    return Recount(tuple(rows), lost=Fraction(0))


def _weights(unit: Unit, parts: Sequence[Part], spread: Amounts) -> dict[Unit, Fraction]:
    """Return how a later unit's figure is divided among its parts: fractions that sum to 1."""
    if len(parts) == 1:
        return {parts[0].unit: Fraction(1)}
    without = [part.unit for part in parts if part.unit not in spread]
    if without:
        raise NothingToDivideBy(unit, without)
    found = {part.unit: Fraction(spread[part.unit]) * part.share for part in parts}
    whole = sum(found.values(), Fraction(0))
    if not whole:
        raise NothingToDivideBy(unit, list(found))
    return {part: amount / whole for part, amount in found.items()}


def _made_of(units: Sequence[Unit], *, of: date, on: date) -> dict[Unit, list[Part]]:
    """Return for each unit of the day ``of`` the units of the day ``on`` in it, each with its share that came."""
    origins = _origins(units, on)
    steps = steps_from(origins, of)
    found: defaultdict[Unit, list[Part]] = defaultdict(list)
    for origin in origins:
        for part in parts_of(origin, of, steps, since=on).values():
            found[part.unit].append(Part(origin, part.share, part.assumed))
    return found


def _origins(units: Sequence[Unit], on: date) -> list[Unit]:
    """Walk back from the units to all that existed on the day ``on``; one query for each day of change.

    The walk goes on from a unit of that day too: since then another may have been joined to it.
    """
    later = set(units)
    found = {unit for unit in later if unit.exists_on(on)}
    while later:
        rows = Succession.objects.filter(successor__in=later, effective_on__gt=on).select_related("predecessor")
        later = {row.predecessor for row in rows}
        found |= {unit for unit in later if unit.exists_on(on)}
    return sorted(found, key=lambda unit: (unit.sort_name, unit.code))
