"""How long it takes to judge one commune on the 57 indicators of its set; the bar is 1 ms.

python benchmarks/judge_one_commune.py
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter

from ntm.core.rulebook import Indicator, Kind, Measured, PassesWhen, Place, judge_set, load

LAW = Path(__file__).parents[1] / "law"
BAR_MS = 1.0
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


def value_for(indicator: Indicator) -> Measured:
    """Return a value that meets any level."""
    if indicator.kind is Kind.YES_NO:
        return True
    return Decimal(100) if indicator.passes_when is PassesWhen.AT_LEAST else Decimal(0)


if __name__ == "__main__":
    main()
