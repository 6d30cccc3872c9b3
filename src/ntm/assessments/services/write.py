"""Writing drafts, one value or ten thousand: the entry page, an imported workbook and the API all come here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from ntm.areas.models import Unit
from ntm.assessments.models import Item, Reached, Round, Said
from ntm.assessments.problems import Locked, NotAsked
from ntm.assessments.selectors.asked import questions_for
from ntm.assessments.services.lock import locked_items, require_open
from ntm.assessments.services.store import save_again

FIELDS = [*Said.__slots__, "version", "written_by", "written_at"]
_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants a draft to say; ``version`` is the one they saw, 0 when they saw none.

    ``version`` None overwrites whatever stands there, as an import does once its differences were shown.
    """

    unit: Unit
    measure: str
    said: Said
    version: int | None = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the changes: drafts as they stand now, and those where somebody else wrote in between."""

    saved: tuple[Item, ...]
    conflicts: tuple[tuple[Change, Item], ...]


@transaction.atomic
def write(round_: Round, changes: Sequence[Change], *, by: str, at: datetime) -> Written:
    """Keep what is being written. A change that was made on an older version is not kept but answered.

    Raises RoundClosed, NotAsked, or Locked for a figure that has already gone up; then nothing is kept. Drafts
    leave no line in the log: nothing counts until it is sent.
    """
    require_open(round_, at)
    units = {change.unit.pk: change.unit for change in changes}
    _require_asked(round_, changes, list(units.values()))
    known = locked_items(round_, units, {change.measure for change in changes})
    saved, conflicts = [], []
    for change in changes:
        item = known.get((change.unit.pk, change.measure)) or Item(
            round=round_, unit=change.unit, measure=change.measure
        )
        if item.reached != Reached.DRAFT:
            raise Locked(item)
        if change.version is not None and change.version != item.version and Said.of(item) != change.said:
            conflicts.append((change, item))
        else:
            saved.append(_written(item, change.said, by, at))
    _save(saved)
    return Written(tuple(saved), tuple(conflicts))


def _written(item: Item, said: Said, by: str, at: datetime) -> Item:
    for name, value in said.fields.items():
        setattr(item, name, value)
    item.version += 1
    item.written_by, item.written_at = by, at
    if item.returned_at is not None:  # what was worked on since a return comes after it, whatever the clock says
        item.written_at = max(at, item.returned_at + timedelta.resolution)
    return item


def _save(items: Sequence[Item]) -> None:
    existing = [item for item in items if item.pk is not None]
    Item.objects.bulk_create([item for item in items if item.pk is None], batch_size=_AT_ONCE)
    save_again(existing, FIELDS)


def _require_asked(round_: Round, changes: Sequence[Change], units: Sequence[Unit]) -> None:
    invited = set(round_.units.filter(pk__in=[unit.pk for unit in units]).values_list("pk", flat=True))
    asked = {pk: {one.measure for one in several} for pk, several in questions_for(round_, units).items()}
    for change in changes:
        if change.unit.pk not in invited or change.measure not in asked[change.unit.pk]:
            raise NotAsked(change.measure, change.unit.name)
