"""Judging every reading of an installation: one unit after the other, and in bulk, on SQLite and on PostgreSQL.

All sets are judged, on the figures that one of them asks. Each size is filled into a database of its own, which goes
when it was measured. Both ways must leave the same rows.

python benchmarks/standings_rebuild.py [COMMUNESxQUARTERS …]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

SIZES = ("177x4", "1770x4", "8200x4")
ONE_BY_ONE_UP_TO = 500_000  # readings; more would take minutes
HEAD = ("readings", "load", "judge", "all", "again", "one by one", "ratio")


def main(sizes: tuple[str, ...]) -> None:
    for database in ("sqlite", "postgresql"):
        print(f"\n{database}: seconds to load; to judge; to load, judge and write; the same when nothing changed")
        print("  ".join(f"{name:>10}" for name in ("communes", "quarters", *HEAD)), flush=True)
        for size in sizes:
            with tempfile.TemporaryDirectory(prefix="ntm-bench-") as folder:
                own = {"NTM_HOME": folder, "DJANGO_SETTINGS_MODULE": "ntm.config.settings"}
                subprocess.run([sys.executable, __file__, "one", database, size], env=os.environ | own, check=True)


def measure(database: str, communes: int, quarters: int) -> None:
    """Fill one database and measure in it; print one line."""
    if database == "postgresql":
        sys.path.insert(0, str(Path(__file__).parents[1]))
        from tests.postgresql import started

        os.environ["NTM_DATABASE_URL"] = started(Path(os.environ["NTM_HOME"]))
    import django

    django.setup()

    from country.stored import fill
    from django.core.management import call_command

    from ntm.areas.services import count_anew
    from ntm.assessments.bulk import Sheet, engine_at, judge_sets, read_from_database, standings_of
    from ntm.assessments.models import Standing
    from ntm.assessments.services import rebuild_standings
    from ntm.assessments.services.judge import contents_of
    from ntm.assessments.services.judge_in_bulk import judge_in_bulk
    from ntm.core.periods import Quarter
    from ntm.core.rulebook.bulk import kinds_of
    from ntm.criteria.selectors import rulebook

    call_command("migrate", verbosity=0)
    periods = [Quarter(2025 - number // 4, 4 - number % 4) for number in range(quarters)][::-1]
    sets = list(rulebook().sets.values())
    readings = fill(communes, periods)
    count_anew()  # as a restore or the loading of the demo does

    def told(*_: object) -> None:
        return None

    moment = datetime(2026, 1, 1, tzinfo=UTC)
    with engine_at("polars") as engine:
        begun = perf_counter()
        found = read_from_database(periods, kinds_of(sets), told)
        loaded = perf_counter()
        made = sum(1 for one in judge_sets(Sheet.of(found, engine), sets, engine, told) for _ in standings_of(one))
        judged = perf_counter()
        kept = judge_in_bulk(sets, periods, engine=engine, by="benchmark", at=moment, told=told)
        written = perf_counter()
        again = judge_in_bulk(sets, periods, engine=engine, by="benchmark", at=moment, told=told)
        ended = perf_counter()
    assert (kept.standings, again.changed) == (made, 0)
    # The second time the same is loaded and judged again, and written as well.
    took = [loaded - begun, judged - loaded, written - judged, ended - written]
    line = [communes, quarters, readings, *(f"{seconds:.2f}" for seconds in took)]
    if readings <= ONE_BY_ONE_UP_TO:
        own = contents_of(Standing.objects.all())
        begun = perf_counter()
        rebuild_standings(by="benchmark", at=moment)
        one_by_one = perf_counter() - begun
        assert contents_of(Standing.objects.all()) == own
        line += [f"{one_by_one:.2f}", f"{one_by_one / (written - judged):.1f}"]
    print("  ".join(f"{value:>10}" for value in line), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        measure(sys.argv[2], *map(int, sys.argv[3].split("x")))
    else:
        main(tuple(sys.argv[1:]) or SIZES)
