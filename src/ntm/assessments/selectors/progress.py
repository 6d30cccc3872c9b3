"""How far each unit has come in a round: complete, and on time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from ntm.areas.models import Unit
from ntm.assessments.models import Item, Reached, Round
from ntm.assessments.selectors.asked import questions_for


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """One unit of a round. Figures are numbers of measures; those further up are counted below as well."""

    unit: Unit
    asked: int
    drafts: int  # begun, not sent
    returned: int  # among the drafts
    reported: int
    verified: int
    appraised: int
    last_sent_at: datetime | None

    @property
    def is_complete(self) -> bool:
        return self.reported >= self.asked

    def on_time(self, due_on: date) -> bool | None:
        """Whether all was reported by the due day; None while it is not all there."""
        if not self.is_complete or self.last_sent_at is None:
            return None
        return timezone.localtime(self.last_sent_at).date() <= due_on


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """A round with its units."""

    round: Round
    units: tuple[UnitProgress, ...]

    def _sum(self, name: str) -> int:
        return sum(getattr(unit, name) for unit in self.units)

    @property
    def asked(self) -> int:
        return self._sum("asked")

    @property
    def reported(self) -> int:
        return self._sum("reported")

    @property
    def verified(self) -> int:
        return self._sum("verified")

    @property
    def appraised(self) -> int:
        return self._sum("appraised")

    @property
    def returned(self) -> int:
        return self._sum("returned")

    @property
    def complete(self) -> int:
        return sum(unit.is_complete for unit in self.units)

    @property
    def in_time(self) -> int:
        return sum(unit.on_time(self.round.due_on) is True for unit in self.units)

    def late(self, day: date) -> tuple[UnitProgress, ...]:
        """Units whose report is not all there after the due day."""
        return tuple(unit for unit in self.units if not unit.is_complete) if day > self.round.due_on else ()


def progress_of(round_: Round, units: Sequence[Unit]) -> RoundProgress:
    """Return how far units have come; a few queries, whatever their number."""
    questions = questions_for(round_, units)
    counts: defaultdict[int, dict[str, int]] = defaultdict(dict)
    latest: dict[int, datetime] = {}
    rows = (
        Item.objects.filter(round=round_, unit__in=[unit.pk for unit in units])
        .values_list("unit_id", "reached")
        .annotate(count=Count("pk"), back=Count("pk", filter=~Q(returned_because="")), last=Max("first_reported_at"))
    )
    for unit_id, reached, count, returned, sent_at in rows:
        counts[unit_id][reached] = count
        if reached == Reached.DRAFT:
            counts[unit_id]["returned"] = returned
        elif sent_at:
            latest[unit_id] = max(sent_at, latest.get(unit_id, sent_at))
    return RoundProgress(
        round_, tuple(_unit(unit, len(questions[unit.pk]), counts[unit.pk], latest.get(unit.pk)) for unit in units)
    )


def _unit(unit: Unit, asked: int, counts: dict[str, int], last_sent_at: datetime | None) -> UnitProgress:
    appraised = counts.get(Reached.APPRAISED, 0)
    verified = appraised + counts.get(Reached.VERIFIED, 0)
    return UnitProgress(
        unit=unit,
        asked=asked,
        drafts=counts.get(Reached.DRAFT, 0),
        returned=counts.get("returned", 0),
        reported=verified + counts.get(Reached.REPORTED, 0),
        verified=verified,
        appraised=appraised,
        last_sent_at=last_sent_at,
    )
