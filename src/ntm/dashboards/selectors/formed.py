from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ntm.areas.models import Kind, Succession
from ntm.dashboards.selectors.rows import UnitRow
from ntm.recognition.models import Recognition


@dataclass(frozen=True, slots=True)
class Formed:
    """Communes that a change of units made and that no decision names yet, by what is known of their parts.

    A status never passes by rule to the new unit; these counts tell the province what it has to decide.
    """

    from_recognised: int  # every xã that it was made of is known to have been recognised
    from_some: int
    from_none_known: int

    @property
    def total(self) -> int:
        return self.from_recognised + self.from_some + self.from_none_known


def formed_of(rows: Sequence[UnitRow]) -> Formed:
    """Count the communes without a recognition of their own by their predecessors' recognitions; two queries."""
    waiting = [row.unit.pk for row in rows if row.recognition is None]
    steps = Succession.objects.filter(successor__in=waiting, predecessor__kind=Kind.COMMUNE)
    parts: defaultdict[int, set[int]] = defaultdict(set)
    for successor, predecessor in steps.values_list("successor_id", "predecessor_id"):
        parts[successor or 0].add(predecessor)
    all_parts = set().union(*parts.values())
    known = set(Recognition.objects.filter(unit__in=all_parts, withdrawn_on=None).values_list("unit_id", flat=True))
    whole = sum(made_of <= known for made_of in parts.values())
    none = sum(not made_of & known for made_of in parts.values())
    return Formed(whole, len(parts) - whole - none, none)
