from __future__ import annotations

from datetime import date

from ntm.areas.models import Unit
from ntm.finance.planned import PlannedLines
from ntm.finance.sources import CREDIT, sources_in
from ntm.plans.models import PlannedCapital
from ntm.plans.selectors.plans import plan_for


def lines_for_the_ledger(unit: Unit, year: int) -> PlannedLines | None:
    """Return what the plan of a unit and year expects of each source; None where there is no plan with capital.

    A line of the plan that the year's tree of sources does not end in is left out: the total then shows it.
    """
    plan = plan_for(unit, year)
    if plan is None:
        return None
    ends = {one.code for one in sources_in(year) if one.is_leaf}
    found = PlannedCapital.objects.filter(plan=plan, parts=None, code__in=ends).order_by("position")
    lines = dict(found.values_list("code", "amount_dong"))
    if not lines:
        return None
    document = f"Kế hoạch số {plan.number}" if plan.number else f"Kế hoạch năm {year}"
    total = sum(dong for source, dong in lines.items() if source != CREDIT)
    return PlannedLines(document, plan.issued_on or date(year, 1, 1), lines, total)
