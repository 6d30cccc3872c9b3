"""How long it takes to judge one commune on the 57 indicators of its set: at most 1 ms, and a tenth of openfisca-core.

OpenFisca judges the same commune on the same figures with the same answer, in a new simulation each time, since one
remembers what it has computed; what making it and handing the figures over takes is told apart.

python benchmarks/judge_one_commune.py
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

from country.made_up import DAYS, SET, columns_of_verdicts, made_up
from country.openfisca import in_openfisca

from ntm.core.rulebook import Indicator, Kind, Measured, PassesWhen, Place, judge_set, load
from ntm.core.rulebook.bulk.numbers import OUTCOMES, STEPS

LAW = Path(__file__).parents[1] / "law"
BAR_MS = 1.0
TIMES_FASTER = 10
ROUNDS = 500


def main() -> None:
    commune = load(LAW).set("commune-ntm-2021-2025")
    values = {leaf.measure: value_for(leaf) for one in commune.indicators for leaf in one.parts or (one,)}
    facts: dict[str, Measured] = {one.id: value_for(one.indicator) for one in commune.preconditions}
    place = Place("TDMNPB", traits=frozenset({"safe-zone", "poor-district"}), province="19")
    day = date(2024, 9, 30)
    judge_set(commune, values, place=place, on=day, facts=facts)

    took = []
    for _ in range(ROUNDS):
        started = perf_counter()
        verdict = judge_set(commune, values, place=place, on=day, facts=facts)
        took.append((perf_counter() - started) * 1000)

    print(f"{len(commune.indicators)} indicators, {verdict.met} of {verdict.total} criteria met, {ROUNDS} rounds")
    for name, found in (("min", min(took)), ("median", median(took))):
        print(f"{name:>7}: {found:.3f} ms, {found / BAR_MS:.2f} of the bar of {BAR_MS:g} ms")
    beside_openfisca()


def beside_openfisca() -> None:
    """Judge one made-up commune in both; print how many times longer OpenFisca takes."""
    period, day = next(iter(DAYS.items()))
    country = made_up(1, {period: day})
    model = in_openfisca(country, {period: day})
    sheet = country.sheet.row(0, named=True)
    values: dict[str, Measured] = {
        leaf.indicator.measure: bool(number) if leaf.indicator.kind is Kind.YES_NO else Decimal(number) / STEPS
        for leaf in country.leaves
        if (number := sheet[leaf.reads]) is not None
    }
    took: dict[str, list[float]] = {"ours": [], "openfisca-core": [], "of that, judging": []}
    for _ in range(ROUNDS // 10):
        started = perf_counter()
        verdict = judge_set(SET, values, place=country.stood[0], on=day)
        judged = perf_counter()
        simulation = model.simulation()
        handed_over = perf_counter()
        found = model.judge(simulation)
        took["ours"].append(judged - started)
        took["openfisca-core"].append(perf_counter() - judged)
        took["of that, judging"].append(perf_counter() - handed_over)
    theirs = dict(zip(columns_of_verdicts(SET), model.matrix(found)[:, 0].tolist(), strict=True))
    assert {f"criterion_{one.code}": OUTCOMES.index(one.outcome) for one in verdict.criteria}.items() <= theirs.items()
    ratio = median(took["openfisca-core"]) / median(took["ours"])
    reached = "reached" if ratio >= TIMES_FASTER else "MISSED"
    for name, seconds in took.items():
        print(f"{name:>17}: {median(seconds) * 1000:.3f} ms median of {len(seconds)}")
    print(f"openfisca-core / ours: {ratio:.0f}, bar at least {TIMES_FASTER}: {reached}")


def value_for(indicator: Indicator) -> Measured:
    """Return a value that meets any level."""
    if indicator.kind is Kind.YES_NO:
        return True
    return Decimal(100) if indicator.passes_when is PassesWhen.AT_LEAST else Decimal(0)


if __name__ == "__main__":
    main()
