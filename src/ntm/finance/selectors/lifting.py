"""Which works lift a figure of a unit: asked by the pages that show the figure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ntm.areas.models import Unit
from ntm.finance.models import Work
from ntm.finance.selectors.homes import at_home, heirs_on, with_predecessors
from ntm.finance.selectors.works import WorkRow, work_rows


def works_lifting(unit: Unit, day: date, measures: Collection[str] | None = None) -> tuple[WorkRow, ...]:
    """Return the works that serve a unit, of some measures or of all, as they stood on a day."""
    heirs = heirs_on(day)
    found = Work.objects.filter(units__in=with_predecessors({unit.pk}, heirs))
    if measures is not None:
        found = found.filter(serves__measure__in=measures)
    return work_rows(at_home(found.select_related("unit").distinct().order_by("code"), heirs), day)
