"""From a sheet to verdicts: here units get their places, their standpoints and the facts about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from ntm.areas.models import Unit
from ntm.areas.selectors import place_of
from ntm.assessments.bulk.engines import Engine
from ntm.assessments.bulk.sheets import IDENTITY, Sheet, Told
from ntm.assessments.facts import facts_about
from ntm.assessments.selectors.applicable import applies
from ntm.core.problems import Problem, Text
from ntm.core.rulebook import CriteriaSet, Measured, Place
from ntm.core.rulebook.bulk import LawTable, compile_law, judge_sheet, refuse_wrong_kinds, written
from ntm.core.rulebook.bulk.columns import fact_column
from ntm.core.rulebook.bulk.numbers import quarter_of

_MANY = 10_000


class UnknownUnits(Problem):
    """A sheet speaks of units that this installation does not have."""

    code = "assessments/unknown-units"

    def __init__(self, ids: Sequence[int]) -> None:
        told = ", ".join(map(str, ids[:5])) + (" …" if len(ids) > 5 else "")
        super().__init__(
            Text(
                f"Bảng số liệu có {len(ids)} đơn vị không có ở đây: {told}.", f"{len(ids)} units are unknown: {told}."
            ),
            Text(
                "Tệp phải được tạo từ chính cơ sở dữ liệu này; hãy chạy lại với --keep.",
                "The file must come from this very database; make it again with --keep.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts under one set: what ``judge_sheet`` returns, with is_sample, in order of period and unit."""

    law: LawTable
    rows: nw.DataFrame[Any]

    @property
    def criteria_set(self) -> CriteriaSet:
        return self.law.criteria_set


def judge_sets(sheet: Sheet, sets: Sequence[CriteriaSet], engine: Engine, told: Told) -> Iterator[Judged]:
    """Judge a sheet under several sets, one after the other; a set that judges none of its units is passed over.

    Raises WrongKindInSheet and UnknownUnits.
    """
    units = _units(sheet)
    places = {}
    for done, (period, ids) in enumerate(sheet.units.items()):
        told(Text(f"địa bàn {quarter_of(period).code}", f"places of {quarter_of(period).code}"), done, len(sheet.units))
        places[period] = place_of([units[pk] for pk in ids], quarter_of(period).ends_on)
    for done, criteria_set in enumerate(sets):
        told(Text(f"xét {criteria_set.id}", f"judging {criteria_set.id}"), done, len(sets))
        cells = _judged_by(criteria_set, units, places)
        if cells:
            yield _judge(sheet, criteria_set, cells, engine)


Cell = tuple[int, Unit, Place]  # period, unit, and where the unit stood at its end


def _judged_by(criteria_set: CriteriaSet, units: dict[int, Unit], places: dict[int, dict[int, Place]]) -> list[Cell]:
    """Return the units and periods that the set judges: in force at the end, and made for such a unit."""
    fitting = {pk: unit for pk, unit in units.items() if applies(criteria_set, unit)}
    return [
        (period, fitting[pk], place)
        for period, of_period in places.items()
        if criteria_set.in_force.holds(quarter_of(period).ends_on)
        for pk, place in of_period.items()
        if pk in fitting
    ]


def _judge(sheet: Sheet, criteria_set: CriteriaSet, cells: Sequence[Cell], engine: Engine) -> Judged:
    days = {period: quarter_of(period).ends_on for period in dict.fromkeys(period for period, _, _ in cells)}
    law = compile_law(criteria_set, {place for _, _, place in cells}, days)
    question = judge_sheet(
        law, sheet=sheet.rows, places=engine.take(_places(law, cells)), asked=engine.take(law.frame())
    )
    answer = engine.answer(question)
    refuse_wrong_kinds(law, answer)
    return Judged(law, answer.join(sheet.about, on=IDENTITY, how="inner").sort("period", "unit"))


def _places(law: LawTable, cells: Sequence[Cell]) -> nw.DataFrame[Any]:
    """Return unit, period, standpoint and facts of everything that is judged."""
    numbers = {place: law.standpoint(place) for place in {place for _, _, place in cells}}
    columns = {
        "unit": [unit.pk for _, unit, _ in cells],
        "period": [period for period, _, _ in cells],
        "standpoint": [numbers[place] for _, _, place in cells],
    }
    frame = nw.from_dict(columns, schema={name: nw.Int32() for name in columns}, backend="polars")
    facts = _facts(law.criteria_set, cells)
    series = [
        one
        for precondition in law.criteria_set.preconditions
        for one in written(
            fact_column(precondition.id), precondition.indicator.kind, [fact.get(precondition.id) for fact in facts]
        )
    ]
    return frame.with_columns(*series) if series else frame


def _facts(criteria_set: CriteriaSet, cells: Sequence[Cell]) -> list[dict[str, Measured]]:
    """Return what other parts know of each unit at the end of each period."""
    by_period: dict[int, list[Unit]] = {}
    for period, unit, _ in cells:
        by_period.setdefault(period, []).append(unit)
    known = {
        period: facts_about(units, criteria_set, quarter_of(period).ends_on) for period, units in by_period.items()
    }
    return [known[period][unit.pk] for period, unit, _ in cells]


def _units(sheet: Sheet) -> dict[int, Unit]:
    ids = sorted(sheet.about["unit"].unique().to_list())
    found: dict[int, Unit] = {}
    for at in range(0, len(ids), _MANY):
        found |= Unit.objects.in_bulk(ids[at : at + _MANY])
    unknown = [pk for pk in ids if pk not in found]
    if unknown:
        raise UnknownUnits(unknown)
    return found
