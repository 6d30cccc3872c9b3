"""A whole question as plain data, so that a scenario keeps what it was asked of and can be read years later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ntm.core.optimiser import Ceiling, Choice, Instance, Solution, Target, Wish, Work
from ntm.plans.models import ScenarioResult
from ntm.plans.question import Place, Question, Subject

VERSION = 1


def data_of(question: Question) -> dict[str, Any]:
    """Return a question as data: works by their kind of payment, so that hundreds do not repeat it."""
    asked = question.instance
    payers: dict[tuple[Any, ...], int] = {}
    works = []
    for work in asked.works:
        payer = (
            tuple(sorted(work.eligible)),
            tuple(sorted(work.at_least.items())),
            tuple(sorted(work.at_most.items())),
        )
        place = payers.setdefault(payer, len(payers))
        subject = question.subjects[work.code]
        works.append(
            [
                *(work.code, work.name, sorted(map(list, work.lifts)), work.cost, place, work.area, work.earliest),
                *(work.latest, work.essential, work.pinned, subject.kind, subject.pk, subject.unit),
            ]
        )
    named = {wish.unit for wish in asked.wishes} | {unit for unit, _ in question.without_cost}
    named |= {unit for work in asked.works for unit, _ in work.lifts} | {work.area for work in asked.works}
    named |= {one.area for one in asked.ceilings} | {subject.unit for subject in question.subjects.values()}
    return {
        "version": VERSION,
        "years": list(asked.years),
        "province": asked.works[0].province if asked.works else "",
        "payers": [[list(eligible), dict(least), dict(most)] for eligible, least, most in payers],
        "works": works,
        "wishes": [[one.unit, one.level, one.year, sorted(map(list, one.needs)), one.weight] for one in asked.wishes],
        "ceilings": [[one.source, one.area, one.year, one.dong, one.since] for one in asked.ceilings],
        "targets": [[one.level, one.at_least, one.year] for one in asked.targets],
        "units": {code: [one.pk, one.name] for code, one in sorted(question.units.items()) if code in named},
        "without_cost": [list(one) for one in question.without_cost],
        "funded": question.funded,
        "rests_on_sample": question.rests_on_sample,
    }


def question_from(data: Mapping[str, Any]) -> Question:
    """Read back what ``data_of`` gave."""
    payers = [(frozenset(eligible), least, most) for eligible, least, most in data["payers"]]
    province = data["province"]
    works, subjects = [], {}
    for code, name, lifts, cost, payer, area, earliest, latest, essential, pinned, kind, pk, unit in data["works"]:
        eligible, least, most = payers[payer]
        lifted = frozenset((one, measure) for one, measure in lifts)
        works.append(
            Work(code, name, lifted, cost, eligible, area, province, earliest, latest, least, most, essential, pinned)
        )
        subjects[code] = Subject(kind, pk, unit)
    wishes = tuple(
        Wish(unit, level, year, frozenset((one, measure) for one, measure in needs), weight, province)
        for unit, level, year, needs, weight in data["wishes"]
    )
    return Question(
        Instance(
            tuple(data["years"]),
            tuple(works),
            wishes,
            tuple(Ceiling(*one) for one in data["ceilings"]),
            tuple(Target(level, units, year, province) for level, units, year in data["targets"]),
        ),
        {code: Place(pk, name) for code, (pk, name) in data["units"].items()},
        subjects,
        tuple((unit, code) for unit, code in data["without_cost"]),
        data["funded"],
        data["rests_on_sample"],
    )


def fingerprint_of(data: Mapping[str, Any]) -> str:
    """Return sixteen letters that change when anything in a question changes."""
    told = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def solution_from(result: ScenarioResult) -> Solution:
    """Return a kept result as the planner's solution."""
    choices = tuple(Choice(code, year, paid) for code, year, paid in result.choices)
    bound = float("inf") if result.bound is None else result.bound
    return Solution(choices, result.value, bound, result.way, result.seconds, result.finished)
