from __future__ import annotations

from datetime import date

from ntm.areas.models import Unit
from ntm.finance.planned import PlannedLines
from ntm.finance.sources import CREDIT, sources_in
from ntm.plans.selectors.amended import lowest_as_issued
from ntm.plans.selectors.plans import plan_for


def lines_for_the_ledger(unit: Unit, year: int) -> PlannedLines | None:
    """Return what the plan of a unit and year expects of each source; None where there is no plan with capital.

    That is the plan as it was issued: money moves by transfers, not by amendments. A line of the plan that the year's
    tree of sources does not end in is left out: the total then shows it.
    """
    plan = plan_for(unit, year)
    if plan is None:
        return None
    ends = {one.code for one in sources_in(year) if one.is_leaf}
    lines = {code: dong for code, dong in lowest_as_issued(plan).items() if code in ends}
    if not lines:
        return None
    document = f"Kế hoạch số {plan.number}" if plan.number else f"Kế hoạch năm {year}"
    total = sum(dong for source, dong in lines.items() if source != CREDIT)
    return PlannedLines(document, plan.issued_on or date(year, 1, 1), lines, total)
