"""Who may do what with the figures of a round: role, part of the tree, office, and the path of the day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ntm.accounts.models import Role, User
from ntm.accounts.selectors import Held, held_by, units_of
from ntm.areas.models import Unit
from ntm.assessments.models import Item
from ntm.core.procedure import Handling, NoPath, Step
from ntm.criteria.selectors import procedure


@dataclass(frozen=True, slots=True)
class _Reach:
    """One role of the person, and the units of the round's day in which it acts."""

    held: Held
    own: frozenset[int]
    below: frozenset[int]


class Powers:
    """What one person may do today in a round whose units are those of ``map_day``; a few queries at most."""

    def __init__(self, user: User, today: date, map_day: date) -> None:
        self.user, self.today = user, today
        self._reaches = tuple(_reach(held, map_day) for held in held_by(user, today))

    @property
    def reads(self) -> frozenset[int]:
        """Ids of every unit that some role of the person covers."""
        return frozenset().union(*(reach.own | reach.below for reach in self._reaches))

    def handles(self, handling: Handling | None, unit: Unit, offices: Collection[str] = ()) -> bool:
        """Say whether a step of the path falls to the person for a measure that ``offices`` own.

        A report is the unit's own. Whoever checks does so from above, and an appraisal needs the office
        that owns the criterion; where the law names none, the coordination office stands in.
        """
        return handling is not None and any(_falls_to(reach, handling, unit.pk, offices) for reach in self._reaches)

    def might_handle(self, handling: Handling | None, offices: Collection[str]) -> bool:
        """Say whether a step of a measure could fall to the person in some unit; for narrowing a long search."""
        return handling is not None and any(_suits(reach.held, handling, offices) for reach in self._reaches)

    def next_step(self, item: Item, offices: Collection[str]) -> Step | None:
        """Return the step that the person may do next with an item; None when it is not their turn."""
        handling = next_handling(item.unit, item.step, self.today)
        if handling is None or not self.handles(handling, item.unit, offices):
            return None
        mine = handling.step is not Step.REPORT and self.user.username in item.handled_by
        return None if mine else handling.step

    def may_undo(self, item: Item, offices: Collection[str]) -> bool:
        """Say whether the last step is the person's to take back: nobody above has acted since."""
        if item.step is None or item.round.closed_at:
            return False
        return self.handles(handling_of(item.unit, item.step, self.today), item.unit, offices)


def next_handling(unit: Unit, reached: Step | None, day: date) -> Handling | None:
    """Return what comes after a step on the path of ``day``; None at the end, or where no path holds."""
    try:
        return procedure().path(unit.tier).next_after(reached, day)
    except NoPath:
        return None


def handling_of(unit: Unit, step: Step, day: date) -> Handling | None:
    """Return who does a step on the path of ``day``."""
    try:
        return procedure().path(unit.tier).handling(step, day)
    except NoPath:
        return None


def _reach(held: Held, map_day: date) -> _Reach:
    own = frozenset(units_of([held], map_day, below=False).values_list("pk", flat=True))
    below = frozenset(units_of([held], map_day).values_list("pk", flat=True)) - own
    return _Reach(held, own, below)


def _falls_to(reach: _Reach, handling: Handling, unit_id: int, offices: Collection[str]) -> bool:
    inside = reach.own if handling.step is Step.REPORT else reach.own | reach.below
    return unit_id in inside and _suits(reach.held, handling, offices)


def _suits(held: Held, handling: Handling, offices: Collection[str]) -> bool:
    """Say whether a role does such a step, wherever the unit lies."""
    if handling.step is not Step.APPRAISE:
        return held.role == handling.by
    if offices:
        return held.role == handling.by and held.office in offices
    return held.role == Role.COORDINATION_OFFICE
