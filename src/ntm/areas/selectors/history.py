from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from ntm.areas.models import Figure, Succession, Trait, TraitName, Unit
from ntm.areas.selectors.changes import Step
from ntm.areas.selectors.succession import Part, successors
from ntm.areas.selectors.tree import ancestors
from ntm.areas.words import FIGURES, TRAITS, FigureWords
from ntm.core.problems import Text


@dataclass(frozen=True, slots=True)
class History:
    """One unit's life: where it stood, what it came from, what became of it, and who else bore its code.

    ``followed`` is what is found of it on the shown day, through every change; empty while it lasts,
    and for a tier that ended.
    """

    unit: Unit
    above: tuple[Unit, ...]
    came_from: tuple[Step, ...]
    became: tuple[Step, ...]
    followed: tuple[Part, ...]
    same_code: tuple[Unit, ...]
    figures: tuple[tuple[FigureWords, Figure], ...]
    traits: tuple[tuple[Text, Trait], ...]


def history_of(unit: Unit, day: date) -> History:
    """Return the life of one unit; what stood above it is told for the shown day, or its nearest."""
    then = min(max(day, unit.valid_from), unit.valid_until or date.max)
    gone = unit.valid_until is not None and unit.valid_until < day
    return History(
        unit=unit,
        above=tuple(ancestors(unit, then)),
        came_from=_steps(unit.came_from.all()),
        became=_steps(unit.became.all()),
        followed=tuple(successors(unit, day)) if gone else (),
        same_code=tuple(Unit.objects.filter(tier=unit.tier, code=unit.code).order_by("valid_from")),
        figures=tuple(
            (FIGURES[row.name], row) for row in unit.figures.order_by("as_of", "-name") if row.name in FIGURES
        ),
        traits=tuple((TRAITS[TraitName(row.name)], row) for row in unit.traits.order_by("name", "valid_from")),
    )


def _steps(rows: QuerySet[Succession]) -> tuple[Step, ...]:
    named = rows.select_related("predecessor", "successor", "order")
    return tuple(Step(row) for row in named.order_by("effective_on", "predecessor__sort_name", "successor__sort_name"))
