from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.models import Unit
from ntm.areas.selectors import tree
from ntm.plans.access import day_for, plan_to_read, plans_read_by, require_issued
from ntm.plans.selectors.coverage import BodyCoverage, coverage_of


@dataclass(frozen=True, slots=True)
class Group:
    """The units of one tier under one unit, such as the xã of a district: how many of them have a plan."""

    above: Unit
    bodies: tuple[BodyCoverage, ...]

    @property
    def with_plan(self) -> int:
        return sum(one.has_issued for one in self.bodies)


@require_safe
def coverage(request: SignedIn, plan_id: int) -> HttpResponse:
    """Which clauses of a plan are served by plans below, and who has none yet; ``of`` opens the units under one."""
    plan = require_issued(plan_to_read(request.user, plan_id, request.day))
    day = day_for(plan.unit, request.day)
    below = tree(plan.unit, day)
    found = coverage_of(plan, list(below.values()), day)
    near, groups = _grouped(found.bodies, plan.unit, below)
    opened = next((group for group in groups if str(group.above.pk) == request.GET.get("of", "")), None)
    context = {
        "plan": plan,
        "title": plan.title_words,
        "coverage": found,
        "clauses": [one for one in found.clauses if one.expected or one.others],
        "unnamed": sum(not one.expected and not one.others for one in found.clauses),
        "near": near,
        "groups": groups,
        "opened": opened,
        "reads": set(plans_read_by(request.user, day).filter(year=plan.year).values_list("pk", flat=True)),
    }
    return render(request, "plans/coverage.html", context)


def _grouped(
    bodies: Sequence[BodyCoverage], top: Unit, below: dict[int, Unit]
) -> tuple[list[BodyCoverage], list[Group]]:
    """Return offices and units directly below one by one, and deeper units grouped under the unit above them."""
    near: list[BodyCoverage] = []
    deeper: dict[int, list[BodyCoverage]] = {}
    for one in bodies:
        parent = getattr(one.doer.unit, "parent_pk", top.pk)
        if parent == top.pk:
            near.append(one)
        else:
            deeper.setdefault(parent, []).append(one)
    groups = [Group(unit, tuple(deeper[unit.pk])) for unit in below.values() if unit.pk in deeper]
    return near, groups
