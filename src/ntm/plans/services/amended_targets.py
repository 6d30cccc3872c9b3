"""Targets that an amendment gives other numbers or names, brings in or takes out of an issued plan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from ntm.plans.amendment_problems import NotInThePlan, TargetStands
from ntm.plans.drafting.names import target_name
from ntm.plans.models import Amendment, Changed, Clause, Plan, PlanChange, Target
from ntm.plans.selectors.amended import LAST, present, targets_on
from ntm.plans.services.noting import being_written, forget_target, mark, note, open_amendment, tell

_ABOUT = "mục tiêu"


@dataclass(frozen=True, slots=True)
class TargetWords:
    """A target as a person states it: how many units of a tier at a level; None: keep what was reached."""

    tier: str  # a value of Tier
    level: str  # a value of Level
    at_least: int | None
    is_minimum: bool = False


@transaction.atomic
def amend_targets(
    plan: Plan,
    numbers: Mapping[int, int | None],
    *,
    by: str,
    at: datetime,
    dropped: Collection[int] = (),
    names: Mapping[int, str] | None = None,
) -> list[PlanChange]:
    """Note new numbers and names of targets (by id) in the open amendment, and which targets leave the plan with it.

    None keeps the target without a number. A name typed in one language stands for both. A target that the amendment
    itself brings in is simply rewritten.
    """
    amendment = being_written(open_amendment(plan))
    before = {one.pk: one for one in targets_on(plan, LAST)}
    names = names or {}
    changes: list[PlanChange | None] = []
    for target in targets_on(plan, LAST, amendment):
        if target.added_by_id == amendment.pk:
            changes.append(_rewritten(amendment, target, numbers, names, dropped))
        elif target.pk in dropped:
            amendment.changes.filter(target=target).delete()
            changes.append(mark(amendment, {"target": target}, Changed.DROPPED, before[target.pk].at_least, None))
        else:
            changes += _noted(amendment, before[target.pk], numbers, names)
    noted = [one for one in changes if one is not None]
    tell(amendment, _ABOUT, noted, by=by, at=at)
    return noted


@transaction.atomic
def add_target(clause: Clause, words: TargetWords, *, by: str, at: datetime) -> Target:
    """Bring a new target in with the open amendment; it stands in the plan from the amendment's day.

    Raises NotInThePlan for a clause that the amendment leaves out, or TargetStands where the clause has such a target.
    """
    plan = clause.plan
    amendment = being_written(open_amendment(plan))
    if not present(Clause.objects.filter(pk=clause.pk), LAST, also=amendment).exists():
        raise NotInThePlan(clause.reference)
    name = target_name(words.tier, words.level, words.at_least)
    wanted = (clause.pk, words.tier, words.level)
    if wanted in {(one.clause_id, one.tier, one.level) for one in targets_on(plan, LAST, amendment)}:
        raise TargetStands(clause.reference, name)
    last = Target.objects.filter(clause__plan=plan).aggregate(last=Max("position"))["last"] or 0
    target = Target.objects.create(
        clause=clause,
        position=last + 1,
        tier=words.tier,
        level=words.level,
        at_least=words.at_least,
        is_minimum=words.is_minimum and words.at_least is not None,
        name=name.vi,
        name_en=name.en,
        added_by=amendment,
    )
    change = mark(amendment, {"target": target}, Changed.ADDED, None, words.at_least)
    tell(amendment, f"{_ABOUT} {clause.reference}: {name.vi}", [change], by=by, at=at)
    return target


def _noted(
    amendment: Amendment, stood: Target, numbers: Mapping[int, int | None], names: Mapping[int, str]
) -> list[PlanChange | None]:
    """Note what is to change of a target that stood before the amendment."""
    changes = []
    if stood.pk in numbers:
        changes.append(note(amendment, {"target": stood}, Changed.AT_LEAST, stood.at_least, numbers[stood.pk]))
    if stood.pk in names:
        name = stood.name if names[stood.pk] in {stood.name, stood.name_en} else names[stood.pk]
        changes.append(note(amendment, {"target": stood}, Changed.NAME, stood.name, name))
    return changes


def _rewritten(
    amendment: Amendment,
    target: Target,
    numbers: Mapping[int, int | None],
    names: Mapping[int, str],
    dropped: Collection[int],
) -> PlanChange | None:
    """Rewrite or delete a target that is not in force yet."""
    if target.pk in dropped:
        forget_target(amendment, target)
        return None
    number = numbers.get(target.pk, target.at_least)
    name = names.get(target.pk, target.name)
    if number == target.at_least and name in {target.name, target.name_en}:
        return None
    target.at_least = number
    if name not in {target.name, target.name_en}:
        target.name = target.name_en = name
    target.save(update_fields=["at_least", "name", "name_en"])
    return mark(amendment, {"target": target}, Changed.ADDED, None, target.at_least)
