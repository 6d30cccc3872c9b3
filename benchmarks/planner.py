"""How long the planner takes for a province and for the country, and how near the best it is proven to be.

python benchmarks/planner.py

Bars: a province (126 communes, five sources, two years) at once in half a second and within 1 % in 10 s; the country
(8,000 communes) within 0.1 % in a minute; a search that is told to stop does so within a second. Every answer is
checked by the independent verifier.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from time import perf_counter, process_time

from ntm.core.optimiser import (
    Ceiling,
    Instance,
    Progress,
    Solution,
    Target,
    Wish,
    Work,
    greedy,
    look_for_more,
    solve,
    verify,
)
from ntm.core.optimiser.aside import Aside

SOURCES = ("central", "province", "district", "integrated", "people")
YEARS = (2024, 2025)
MILLION = 1_000_000


def province(code: str, districts: int, communes: int, random: Random) -> Instance:
    """Make a province: each commune misses some indicators, each of which one work or another would lift."""
    works, wishes, ceilings = [], [], []
    per_district = [communes // districts + (place < communes % districts) for place in range(districts)]
    for place, count in enumerate(per_district):
        district, needed = f"{code}-{place}", 0
        for number in range(count):
            unit = f"{district}-{number}"
            needs = [(unit, str(need)) for need in random.sample(range(1, 58), random.randint(1, 6))]
            for need in needs:
                cost = random.randint(150, 6_000) * MILLION
                needed += cost
                works.append(_work(f"{unit}/{need[1]}", frozenset({need}), cost, (district, code), random))
            year = random.choice(YEARS)
            wishes.append(Wish(unit, random.choice(("ntm", "advanced")), year, frozenset(needs), 1, code))
        for first in range(0, count - 1, 7):  # a work that two neighbours share
            shared = frozenset(
                next(iter(work.lifts)) for work in works if work.area == district and work.code.split("/")[0] in
                {f"{district}-{first}", f"{district}-{first + 1}"} and len(work.lifts) == 1
            )  # fmt: skip
            cost = random.randint(2_000, 9_000) * MILLION
            works.append(
                _work(f"{district}-shared-{first}", frozenset(sorted(shared)[:2]), cost, (district, code), random)
            )
        for year in YEARS:
            ceilings.append(Ceiling("district", district, year, needed * random.randint(8, 14) // 100))
            ceilings.append(Ceiling("people", district, year, needed * random.randint(4, 8) // 100))
    total = sum(work.cost for work in works)
    for year in YEARS:
        for source, low, high in (("central", 6, 9), ("province", 4, 7), ("integrated", 5, 9)):
            ceilings.append(Ceiling(source, code, year, total * random.randint(low, high) // 100))
    targets = tuple(Target(level, communes // 10, YEARS[-1], code) for level in ("ntm", "advanced"))
    return Instance(YEARS, tuple(works), tuple(wishes), tuple(ceilings), targets)


def _work(code: str, lifts: frozenset, cost: int, area: tuple[str, str], random: Random) -> Work:
    people = random.choice((0, 0, 10))
    eligible = frozenset(random.choice((SOURCES, SOURCES[:3] + SOURCES[4:], SOURCES[1:])))
    most = {"central": 70} if "central" in eligible else {}
    least = {"people": people} if people else {}
    return Work(
        code,
        code,
        lifts,
        cost,
        eligible,
        *area,
        at_least=least,
        at_most=most,
        essential=random.random() < 0.2,
    )


def country(random: Random) -> Instance:
    """Make 63 provinces of 127 communes each: 8,001."""
    parts = [province(f"P{place:02d}", 10, 127, random) for place in range(63)]
    return Instance(
        YEARS,
        tuple(work for part in parts for work in part.works),
        tuple(wish for part in parts for wish in part.wishes),
        tuple(ceiling for part in parts for ceiling in part.ceilings),
        tuple(target for part in parts for target in part.targets),
    )


def main() -> None:
    one = province("19", 9, 126, Random(2024))  # noqa: S311 - a sample, not a secret
    quick = told("province, greedy", one, greedy(one), 0.5)
    best = told("province, HiGHS to 1 %", one, solve(one, gap=0.01, seconds=10), 10)
    print(f"{'':>26} greedy reaches {quick.value / best.value:.3f} of the value that HiGHS found")
    started = perf_counter()
    more = look_for_more(one, best, seconds=60)
    spent = perf_counter() - started
    print(f"{'one more billion':>26}: {spent:6.2f} s, {len(more.found)} ceilings bring something, {more.left_out} left")
    many = country(Random(63))  # noqa: S311
    told("country, greedy", many, greedy(many), 60)
    busy = process_time()
    told("country, HiGHS to 0.1 %", many, solve(many, gap=0.001, seconds=60), 60)
    print(f"{'':>26} of it {process_time() - busy:.1f} s at work; the rest waited for other programs")
    stopping(many)


def stopping(many: Instance) -> None:
    """Measure how long a search of the whole country in one piece goes on after it is told to stop."""
    total = sum(work.cost for work in many.works)
    joined = replace(
        many,
        works=tuple(replace(work, eligible=work.eligible | {"nation"}) for work in many.works),
        ceilings=(*many.ceilings, *(Ceiling("nation", "", year, total // 50) for year in YEARS)),
    )
    start = greedy(joined)
    asked = 0.0

    def tell(progress: Progress) -> bool:
        nonlocal asked
        if progress.seconds > 0 and not asked:  # the model is written down and the search has begun
            asked = perf_counter()
        return not asked

    with Aside() as aside:
        found = aside.solve(joined, gap=0.001, seconds=300, tell=tell, start=start.choices)
    spent = perf_counter() - asked
    assert not verify(joined, found)
    print(f"{'stopped, one piece':>26}: {spent:6.2f} s = {spent:.2f} of the bar, {len(joined.works):,} works, verified")


def told(name: str, instance: Instance, found: Solution, bar: float) -> Solution:
    broken = verify(instance, found)
    assert not broken, broken[:3]
    proven = "no bound" if found.bound == float("inf") else f"gap {100 * found.gap:.3f} %"
    print(
        f"{name:>26}: {found.seconds:6.2f} s = {found.seconds / bar:.2f} of the bar, {len(instance.works):,} works, "
        f"{len(found.choices):,} chosen, {proven}, verified"
    )
    return found


if __name__ == "__main__":
    main()
