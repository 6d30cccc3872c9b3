"""Questions about scenarios: the list, one result in words, several side by side, what was approved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.db.models import Prefetch, QuerySet

from ntm.core.optimiser import Instance, Solution, reached, reasons
from ntm.core.problems import Text
from ntm.plans.asking import leaf_of
from ntm.plans.models import Approval, Plan, Scenario, ScenarioResult, Search, Way
from ntm.plans.question import Question, Subject
from ntm.plans.scenario_data import question_from, solution_from
from ntm.plans.scenario_form import source_names
from ntm.recognition.models import Level

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reaching:
    """A unit that reaches a level, and in which year first."""

    unit: str  # name
    code: str
    pk: int
    level: Text
    year: int


@dataclass(frozen=True, slots=True)
class Spending:
    """What a source pays in a year, and what it has; đồng. ``has`` is None where money of other years counts too."""

    source: str
    name: Text
    year: int
    spent: int
    has: int


@dataclass(frozen=True, slots=True)
class Told:
    """One work with its reason, its cost, and how it is paid."""

    code: str
    name: str
    unit: str
    subject: Subject
    done: bool
    year: int | None
    cost: int
    paid: Mapping[str, int]  # by leaf
    why: Text
    lifts: int
    shared: int  # how many units it serves


@dataclass(frozen=True, slots=True)
class Answer:
    """One way's result, read back: what it came to, for whom, with which money."""

    result: ScenarioResult
    way: Way
    question: Question
    solution: Solution

    @property
    def gap(self) -> Decimal | None:
        """How far any other choice could be better, in percent; None where nothing was proven."""
        return None if self.solution.bound == float("inf") else Decimal(str(round(100 * self.solution.gap, 3)))

    @property
    def reaching(self) -> tuple[Reaching, ...]:
        first: dict[tuple[str, str], int] = {}
        for wish in reached(self.question.instance, self.solution.choices):
            key = wish.unit, wish.level
            first[key] = min(wish.year, first.get(key, wish.year))
        places = self.question.units
        found = [
            Reaching(places[unit].name, unit, places[unit].pk, Level(level).words, year)
            for (unit, level), year in first.items()
        ]
        return tuple(sorted(found, key=lambda one: (one.level.vi, one.unit)))

    @property
    def spending(self) -> tuple[Spending, ...]:
        """Return what each leaf pays and has in each year, all areas together."""
        spent: dict[tuple[str, int], int] = defaultdict(int)
        for choice in self.solution.choices:
            for source, dong in choice.paid.items():
                spent[leaf_of(source), choice.year] += dong
        has = given(self.question.instance)
        names = source_names(self.question.instance.years)
        shown = {*spent, *(key for key, dong in has.items() if dong)}
        return tuple(
            Spending(source, name, year, spent[source, year], has[source, year])
            for source, name in names.items()  # in the order of the law's tree
            for year in self.question.instance.years
            if (source, year) in shown
        )

    @property
    def told(self) -> tuple[Told, ...]:
        """Return every work with its reason, the chosen ones first, by unit."""
        choices = {one.work: one for one in self.solution.choices}
        works = {work.code: work for work in self.question.instance.works}
        found = []
        for reason in reasons(self.question.instance, self.solution, self._names()):
            work, choice = works[reason.work], choices.get(reason.work)
            subject = self.question.subjects[reason.work]
            paid: dict[str, int] = defaultdict(int)
            for source, dong in choice.paid.items() if choice else ():
                paid[leaf_of(source)] += dong
            found.append(
                Told(
                    reason.work,
                    work.name,
                    self.question.units[subject.unit].name,
                    subject,
                    reason.done,
                    choice.year if choice else None,
                    work.cost,
                    paid,
                    reason.why,
                    len(work.lifts),
                    len({unit for unit, _ in work.lifts}),
                )
            )
        return tuple(sorted(found, key=lambda one: (not one.done, one.unit, one.name)))

    def _names(self) -> dict[str, str]:
        names = {code: place.name for code, place in self.question.units.items()}
        return names | {code: name.vi for code, name in source_names(self.question.instance.years).items()}


@dataclass(frozen=True, slots=True)
class More:
    """What one more billion of a source brings in a year; ``areas`` each of which it may be given to, empty: any."""

    source: Text
    year: int
    units: int
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A target out of reach, and the ceilings each of which alone forbids it."""

    level: Text
    asked: int
    at_most: int
    forbidden_by: tuple[str, ...]


def scenarios_of(plan: Plan) -> QuerySet[Scenario]:
    """Return the scenarios of a plan, the newest first, without what they were asked of."""
    results = ScenarioResult.objects.defer("choices", "told")
    searches = Search.objects.order_by("-pk")
    found = Scenario.objects.filter(plan=plan).defer("asked", "question")
    return found.prefetch_related(Prefetch("results", results), Prefetch("searches", searches))


def answers_of(scenario: Scenario) -> dict[Way, Answer]:
    """Return what each way found, in the order in which they are shown."""
    question = question_from(scenario.asked)
    results = {Way(result.way): result for result in scenario.results.all()}
    return {way: Answer(results[way], way, question, solution_from(results[way])) for way in Way if way in results}


def best_of(answers: Mapping[Way, Answer]) -> Answer:
    """Return the best proven answer, or the best there is."""
    return answers.get(Way.BEST) or max(answers.values(), key=lambda one: one.result.value)


def more_of(answer: Answer) -> tuple[More, ...]:
    """Return what one more billion under each ceiling would bring, as far as it was looked for."""
    names = source_names(answer.question.instance.years)
    found: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for one in answer.result.told.get("more", ()):
        ceiling = one["ceiling"]
        area = answer.question.units.get(ceiling["area"])
        areas = found[leaf_of(ceiling["source"]), ceiling["year"], max(0, one["units"])]
        if area:
            areas.append(area.name)
        else:
            areas.insert(0, "")
    order = list(names)
    rows = sorted(found.items(), key=lambda row: (-row[0][2], row[0][1], order.index(row[0][0])))
    return tuple(More(names[leaf], year, units, tuple(areas)) for (leaf, year, units), areas in rows)


def beyond_of(answer: Answer, language: str) -> tuple[Beyond, ...]:
    """Return the targets out of reach, as far as they were looked for."""
    names = source_names(answer.question.instance.years)
    found = []
    for one in answer.result.told.get("beyond", ()):
        ceilings = []
        for ceiling in one["forbidden_by"]:
            leaf, area = leaf_of(ceiling["source"]), answer.question.units.get(ceiling["area"])
            name = names.get(leaf, Text(leaf, leaf)).said_in(language)
            ceilings.append(f"{name} {ceiling['year']}" + (f" ({area.name})" if area else ""))
        target = one["target"]
        found.append(Beyond(Level(target["level"]).words, target["at_least"], one["at_most"], tuple(ceilings)))
    return tuple(found)


def given(instance: Instance) -> dict[tuple[str, int], int]:
    """Return what each leaf has in each year, all areas together; money carried over counts in the year it is of."""
    found: dict[tuple[str, int], int] = defaultdict(int)
    before: dict[tuple[str, str], int] = defaultdict(int)
    for ceiling in sorted(instance.ceilings, key=lambda one: one.year):
        key = ceiling.source, ceiling.area
        new = ceiling.dong - (before[key] if ceiling.begins < ceiling.year else 0)
        before[key] += new
        found[leaf_of(ceiling.source), ceiling.year] += new
    return found


@dataclass(frozen=True, slots=True)
class Side:
    """One scenario in a comparison."""

    scenario: Scenario
    answer: Answer
    reaching: tuple[Reaching, ...]
    spending: Mapping[tuple[str, int], Spending]
    only_units: tuple[Reaching, ...]
    only_works: tuple[tuple[str, str, int], ...]  # unit, name, cost


def side_by_side(scenarios: Sequence[Scenario]) -> tuple[Side, ...]:
    """Return scenarios side by side: the best answer of each, and what stands in one of them alone."""
    answers = [best_of(answers_of(scenario)) for scenario in scenarios]
    units = [{(one.code, one.level.en) for one in answer.reaching} for answer in answers]
    works = [{choice.work for choice in answer.solution.choices} for answer in answers]
    found = []
    for place, (scenario, answer) in enumerate(zip(scenarios, answers, strict=True)):
        other_units = _together(units, place)
        other_works = _together(works, place)
        only = [
            (answer.question.units[answer.question.subjects[work.code].unit].name, work.name, work.cost)
            for work in answer.question.instance.works
            if work.code in works[place] - other_works
        ]
        found.append(
            Side(
                scenario,
                answer,
                answer.reaching,
                {(one.source, one.year): one for one in answer.spending},
                tuple(one for one in answer.reaching if (one.code, one.level.en) not in other_units),
                tuple(sorted(only)),
            )
        )
    return tuple(found)


def approvals_of(plan: Plan) -> QuerySet[Approval]:
    """Return every approval of a plan, the newest first."""
    found = Approval.objects.filter(plan=plan).select_related("result__scenario")
    return found.defer("result__choices", "result__told", "result__scenario__asked", "result__scenario__question")


def approved_for(plan: Plan) -> Approval | None:
    """Return the approval that holds."""
    return approvals_of(plan).filter(ended_at=None).first()


def chosen_in_plans(codes: Iterable[str]) -> dict[str, tuple[Scenario, int]]:
    """Return by code the approved scenario that chose a work, and its year; one query."""
    wanted = set(codes)
    found: dict[str, tuple[Scenario, int]] = {}
    held = Approval.objects.filter(ended_at=None).select_related("result__scenario")
    for approval in held.defer("result__told", "result__scenario__asked", "result__scenario__question"):
        for code, year, _ in approval.result.choices:
            if code in wanted:
                found[code] = (approval.result.scenario, year)
    return found


def _together(sets: Sequence[set[_T]], but: int) -> set[_T]:
    return set().union(*(one for place, one in enumerate(sets) if place != but))
