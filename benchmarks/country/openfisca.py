"""The same criteria set as a model of openfisca-core: a variable for each value, verdict and criterion.

Levels and silences are its parameters, by standpoint where they differ; OpenFisca keeps figures in single
precision, so levels are compared in single precision too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from country.made_up import Country, columns_of_verdicts
from country.others import COMPARE
from ntm.core.rulebook import Kind
from ntm.core.rulebook.bulk import Question, Threshold, questions_of
from ntm.core.rulebook.bulk.columns import (
    CRITERIA_MET,
    CRITERIA_WITHOUT_LEVEL,
    INDICATORS_MET,
    INDICATORS_WITHOUT_DATA,
    INDICATORS_WITHOUT_LEVEL,
    OUTCOME,
    criterion_column,
)
from ntm.core.rulebook.bulk.numbers import MET, NO_DATA, NO_LEVEL, NOT_MET, STEPS

COMMUNE = build_entity(key="commune", plural="communes", label="Xã", is_person=True)
_SHARED = {"entity": COMMUNE, "definition_period": DateUnit.MONTH}


@dataclass(frozen=True)
class Model:
    """A country in OpenFisca: the model, and what is reported of each commune in each month."""

    system: TaxBenefitSystem
    communes: int
    months: list[str]
    values: dict[str, np.ndarray]  # by variable, a row for each month
    standpoints: np.ndarray
    asked: list[str]  # the variables of ``columns_of_verdicts``

    def simulation(self) -> Simulation:
        """Return a simulation that knows every value and has computed nothing."""
        made = SimulationBuilder().build_default_simulation(self.system, self.communes)
        for number, month in enumerate(self.months):
            made.set_input("standpoint", month, self.standpoints)
            for name, of_month in self.values.items():
                made.set_input(name, month, of_month[number])
        return made

    def judge(self, made: Simulation) -> list[list[np.ndarray]]:
        """Compute every verdict, criterion, outcome and count of each month."""
        return [[made.calculate(name, month) for month in self.months] for name in self.asked]

    def matrix(self, found: list[list[np.ndarray]]) -> np.ndarray:
        """Lay the verdicts out like those of the others, the months of a commune beside each other."""
        verdicts = np.array(found, dtype=np.int8)
        return verdicts.transpose(0, 2, 1).reshape(len(self.asked), -1)


def in_openfisca(country: Country, days: dict[int, date]) -> Model:
    """Make the model of a country that was made up over these days."""
    communes = len(country.stood)
    return Model(
        system=_system(country, days),
        communes=communes,
        months=[f"{day:%Y-%m}" for day in days.values()],
        values={f"value_of_{leaf.verdicts}": _by_month(country, leaf, len(days)) for leaf in country.leaves},
        standpoints=country.places["standpoint"].to_numpy().reshape(communes, len(days))[:, 0],
        asked=list(columns_of_verdicts(country.criteria_set)),
    )


def _by_month(country: Country, leaf: Question, months: int) -> np.ndarray:
    """Return the values of one leaf, a row for each month; yes is 1, blank is NaN."""
    scale = 1 if leaf.indicator.kind is Kind.YES_NO else STEPS
    column = country.sheet[leaf.reads].cast(float).to_numpy() / scale
    return np.ascontiguousarray(column.reshape(-1, months).T, dtype=np.float32)


def _system(country: Country, days: dict[int, date]) -> TaxBenefitSystem:
    model = TaxBenefitSystem([COMMUNE])
    names = {f"s{number}": f"s{number}" for number in country.law.standpoints.values()}
    kinds = Enum("Standpoint", names)
    data = {leaf.verdicts: _parameters(country, leaf, days) for leaf in country.leaves}
    model.parameters = ParameterNode("", data=data)
    model.add_variable(_variable("standpoint", value_type=Enum, possible_values=kinds, default_value=next(iter(kinds))))
    for leaf in country.leaves:
        model.add_variable(_variable(f"value_of_{leaf.verdicts}", value_type=float, default_value=np.nan))
        model.add_variable(_variable(leaf.verdicts, value_type=int, formula=_verdict(country, leaf)))
    for criterion in country.criteria_set.criteria:
        leaves = [leaf.verdicts for question in questions_of(criterion) for leaf in question.leaves()]
        joined = _smallest(leaves, None if criterion.known_in_full else NO_LEVEL)
        model.add_variable(_variable(criterion_column(criterion.code), value_type=int, formula=joined))
    criteria = [criterion_column(criterion.code) for criterion in country.criteria_set.criteria]
    model.add_variable(_variable(OUTCOME, value_type=int, formula=_smallest(criteria, NO_DATA)))
    indicators = _indicators(country, model)
    for name, of, condition in [
        (CRITERIA_MET, criteria, lambda one: one >= MET),
        (CRITERIA_WITHOUT_LEVEL, criteria, lambda one: one == NO_LEVEL),
        (INDICATORS_MET, indicators, lambda one: one >= MET),
        (INDICATORS_WITHOUT_LEVEL, indicators, lambda one: one == NO_LEVEL),
        (INDICATORS_WITHOUT_DATA, indicators, lambda one: one == NO_DATA),
    ]:
        model.add_variable(_variable(name, value_type=int, formula=_count(of, condition)))
    return model


def _indicators(country: Country, model: TaxBenefitSystem) -> list[str]:
    """Return the variable of each indicator; one with parts gets a variable that joins them."""
    questions = [question for criterion in country.criteria_set.criteria for question in questions_of(criterion)]
    for question in questions:
        if question.parts:
            joined = _smallest([leaf.verdicts for leaf in question.leaves()], None)
            model.add_variable(_variable(question.verdicts, value_type=int, formula=joined))
    return [question.verdicts for question in questions]


def _variable(name: str, **more: object) -> type[Variable]:
    return type(name, (Variable,), {"label": name, **_SHARED, **more})


def _parameters(country: Country, leaf: Question, days: dict[int, date]) -> dict[str, object]:
    """Return the dated levels and silences of one leaf: for all standpoints alike, or for each."""
    scale = 1 if leaf.indicator.kind is Kind.YES_NO else STEPS
    found: dict[str, dict[str, object]] = {"level": {}, "silence": {}}
    for standpoint, several in _by_standpoint(country, leaf).items():
        silences = [-1 if one.silence is None else one.silence for one in several]
        found["level"][f"s{standpoint}"] = _dated(days, [(one.level or 0) / scale for one in several])
        found["silence"][f"s{standpoint}"] = _dated(days, silences)
    return found if _differs(country, leaf) else {name: of_any["s0"] for name, of_any in found.items()}


def _by_standpoint(country: Country, leaf: Question) -> dict[int, tuple[Threshold, ...]]:
    """Return what the leaf asks of each standpoint, on one day after the other."""
    found: dict[int, list[Threshold]] = {}
    for (standpoint, _), one in zip(country.law.rows, country.law.thresholds[leaf.verdicts], strict=True):
        found.setdefault(standpoint, []).append(one)
    return {standpoint: tuple(several) for standpoint, several in found.items()}


def _differs(country: Country, leaf: Question) -> bool:
    return len(set(_by_standpoint(country, leaf).values())) > 1


def _dated(days: dict[int, date], values: list[float]) -> dict[str, object]:
    """Keep only the days on which something changes, as a file of OpenFisca would."""
    steps = {}
    for day, value in zip(days.values(), values, strict=True):
        if not steps or list(steps.values())[-1]["value"] != value:
            steps[day.isoformat()] = {"value": value}
    return {"values": steps}


def _verdict(country: Country, leaf: Question) -> Callable:
    silent_somewhere = any(one.silence is not None for one in country.law.thresholds[leaf.verdicts])
    differs, compare = _differs(country, leaf), COMPARE[leaf.indicator.passes_when]

    def formula(communes, period, parameters):
        asked = getattr(parameters(period), leaf.verdicts)
        value = communes(f"value_of_{leaf.verdicts}", period)
        standpoint = communes("standpoint", period) if differs else None
        level = asked.level[standpoint] if differs else asked.level
        verdict = np.where(np.isnan(value), NO_DATA, np.where(compare(value, np.float32(level)), MET, NOT_MET))
        if not silent_somewhere:
            return verdict
        silence = asked.silence[standpoint] if differs else asked.silence
        return np.where(np.greater_equal(silence, 0), silence, verdict)

    return formula


def _smallest(names: list[str], at_most: int | None) -> Callable:
    def formula(communes, period):
        joined = np.minimum.reduce([communes(name, period) for name in names])
        return joined if at_most is None else np.minimum(joined, at_most)

    return formula


def _count(names: list[str], condition: Callable) -> Callable:
    def formula(communes, period):
        return sum(condition(communes(name, period)).astype(np.int32) for name in names)

    return formula
