"""What waits for a person in a round: items whose next step is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ntm.areas.models import Unit
from ntm.assessments.models import Item, Reached, Round
from ntm.assessments.models.item import STEP_OF
from ntm.assessments.powers import Powers, next_handling
from ntm.assessments.selectors.asked import Question, questions_for
from ntm.core.procedure import Step


@dataclass(frozen=True, slots=True)
class Waiting:
    """One item that a person may check now."""

    item: Item
    question: Question
    step: Step


def waiting_for(powers: Powers, round_: Round, units: Iterable[Unit] | None = None) -> list[Waiting]:
    """Return what waits for a person's check in a round, by unit in Vietnamese order, then as the law counts.

    ``units`` narrows the question. A few queries, whatever the number of items.
    """
    asked = list(round_.units.filter(pk__in=powers.reads).in_vietnamese_order() if units is None else units)
    questions = questions_for(round_, asked)
    day = max(round_.quarter.ends_on, powers.today)
    items = _items(round_, asked, _within_reach(powers, asked, questions, day))
    found: list[Waiting] = []
    for unit in asked:
        of_unit = items.get(unit.pk, {})
        for question in questions[unit.pk] if of_unit else ():
            item = of_unit.get(question.measure)
            step = powers.next_step(item, question.offices_on(day)) if item else None
            if item and step:
                found.append(Waiting(item, question, step))
    return found


def _within_reach(
    powers: Powers, units: Sequence[Unit], questions: Mapping[int, Sequence[Question]], day: date
) -> dict[Reached, set[str]]:
    """Return, for each state that an item may wait in, the measures that could be the person's to check."""
    tiers = {unit.tier: unit for unit in units}
    asked = {one.measure: one.offices_on(day) for several in set(questions.values()) for one in several}
    return {
        reached: {
            measure
            for measure, offices in asked.items()
            if any(
                powers.might_handle(next_handling(unit, STEP_OF[reached], powers.today), offices)
                for unit in tiers.values()
            )
        }
        for reached in (Reached.REPORTED, Reached.VERIFIED)
    }


def _items(
    round_: Round, units: Sequence[Unit], within_reach: Mapping[Reached, set[str]]
) -> dict[int, dict[str, Item]]:
    """Return the items that may wait for the person, by unit and measure; one query."""
    by_id = {unit.pk: unit for unit in units}
    wanted = Q(pk=None)
    for reached, measures in within_reach.items():
        wanted |= Q(reached=reached, measure__in=measures)
    found: dict[int, dict[str, Item]] = {}
    for item in Item.objects.filter(wanted, round=round_, unit__in=by_id):
        item.unit, item.round = by_id[item.unit_id], round_
        found.setdefault(item.unit_id, {})[item.measure] = item
    return found
