from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Unit
from ntm.recognition.models import Level, Recognition, ReportedCount


@dataclass(frozen=True, slots=True)
class KnownLevels:
    """What is known by name of the recognition of some units on a day.

    ``unknown`` are the units of which nobody told anything: they may be recognised or not.
    """

    recognitions: dict[int, dict[Level, Recognition]]  # unit's id → level → recognition
    unknown: tuple[Unit, ...]

    def at(self, level: Level) -> set[int]:
        """Return the ids of the units recognised at exactly this level, among others perhaps."""
        return {unit_id for unit_id, levels in self.recognitions.items() if level in levels}

    def has(self, unit: Unit, level: Level) -> bool:
        return level in self.recognitions.get(unit.pk, {})


def known_levels(units: Sequence[Unit], day: date) -> KnownLevels:
    """Return which of the units are known to be recognised on a day, and which are unknown; one query."""
    found: dict[int, dict[Level, Recognition]] = {}
    rows = Recognition.objects.on(day).filter(unit__in=[unit.pk for unit in units]).order_by("holds_from")
    for recognition in rows:
        found.setdefault(recognition.unit_id, {})[Level(recognition.level)] = recognition
    return KnownLevels(found, tuple(unit for unit in units if unit.pk not in found))


def reported_counts(province: Unit, day: date) -> list[ReportedCount]:
    """Return the newest count of each tier and level that a source told by ``day``.

    They name no unit: “87 known by name; the province counts 108”.
    """
    newest = {(row.tier, row.level): row for row in ReportedCount.objects.known_on(day).filter(province=province)}
    return list(newest.values())
