"""What waits for a person in a round: items whose next step is theirs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ntm.areas.models import Unit
from ntm.assessments.models import Item, Reached, Round
from ntm.assessments.powers import Powers
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
    found: list[Waiting] = []
    items = _sent_items(round_, asked)
    questions = questions_for(round_, [unit for unit in asked if unit.pk in items])
    day = round_.quarter.ends_on
    for unit in asked:
        of_unit = items.get(unit.pk, {})
        for question in questions.get(unit.pk, ()):
            item = of_unit.get(question.measure)
            step = powers.next_step(item, question.offices_on(max(day, powers.today))) if item else None
            if item and step:
                found.append(Waiting(item, question, step))
    return found


def _sent_items(round_: Round, units: list[Unit]) -> dict[int, dict[str, Item]]:
    """Return items that went up and are not at the end, by unit and measure."""
    by_id = {unit.pk: unit for unit in units}
    found: dict[int, dict[str, Item]] = {}
    rows = Item.objects.filter(round=round_, unit__in=by_id).exclude(reached__in=[Reached.DRAFT, Reached.APPRAISED])
    for item in rows:
        item.unit, item.round = by_id[item.unit_id], round_
        found.setdefault(item.unit_id, {})[item.measure] = item
    return found
