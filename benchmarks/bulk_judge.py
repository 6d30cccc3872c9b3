"""Judging a country at once: against Polars that only scans and joins, NumPy and pandas by hand, and OpenFisca.

177 communes are Thái Nguyên, 11,000 the country before 01/07/2025, 8,200 × 57 × 20 the 9.35 million values of a
term. All contenders judge the same values, each some times over; the verdicts must be equal.

python benchmarks/bulk_judge.py [COMMUNES …]
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import narwhals as nw
import numpy as np
import polars as pl
from country.made_up import DAYS, Country, columns_of_verdicts, made_up, narwhals
from country.openfisca import in_openfisca
from country.others import in_numpy, in_pandas_over_a_sheet, in_pandas_over_rows
from parts.home import own_home

os.environ |= {"NTM_HOME": str(own_home()), "DJANGO_SETTINGS_MODULE": "ntm.config.settings"}

import django

django.setup()

from ntm.assessments.bulk import engine_at
from ntm.core.rulebook.bulk import compile_law, judge_sheet

SIZES = (177, 8_200, 11_000)
ROUNDS = 7
IN_THE_BARS = 8_200

OURS, OURS_FROM_FILE, OURS_WITH_LAW = "ours, sheet in memory", "ours, sheet in Parquet", "ours, law compiled too"
ROWS_JOINED, SHEET_JOINED = "Polars scans and joins rows", "Polars scans and joins the sheet"
NUMPY, PANDAS, PANDAS_ROWS = "NumPy by hand, in memory", "pandas by hand, sheet", "pandas by hand, rows"
OPENFISCA, SAIL = "openfisca-core, in memory", "ours on Sail, sheet in Parquet"

Contender = Callable[[], Any]


def main(sizes: tuple[int, ...]) -> None:
    for communes in sizes:
        country = made_up(communes)
        print(f"\n{communes:,} communes × 57 indicators × 20 periods = {country.values:,} values, median of {ROUNDS}")
        with tempfile.TemporaryDirectory(prefix="ntm-bench-") as folder:
            took = contest(country, Path(folder))
        for name, seconds in sorted(took.items(), key=lambda one: one[1]):
            print(f"  {name:<34}{seconds * 1000:>10.1f} ms{seconds / took[OURS]:>10.2f} × ours")
        hold_to_the_bars(took, communes)
    same_on_100_000()


def contest(country: Country, folder: Path) -> dict[str, float]:
    """Let everybody judge, in turn; return the median seconds of each."""
    sheet, rows = folder / "sheet.parquet", folder / "rows.parquet"
    country.sheet.write_parquet(sheet)
    country.rows.write_parquet(rows)
    asked, asked_at = country.law.frame().to_native(), country.asked_at.select("place", "law")
    thresholds = country.thresholds.select("cell", "level", "silence")
    model = in_openfisca(country, DAYS)
    contenders: dict[str, Contender] = {
        OURS: lambda: ours(country, country.sheet.lazy()),
        OURS_FROM_FILE: lambda: ours(country, pl.scan_parquet(sheet)),
        OURS_WITH_LAW: lambda: ours(made_again(country), country.sheet.lazy()),
        ROWS_JOINED: lambda: joined_rows(pl.scan_parquet(rows), asked_at, thresholds, len(country.leaves)),
        SHEET_JOINED: lambda: joined_sheet(country, pl.scan_parquet(sheet), asked),
        NUMPY: in_numpy(country),
        PANDAS: in_pandas_over_a_sheet(country),
        PANDAS_ROWS: in_pandas_over_rows(country),
    }
    expected = matrix(country, ours(country, country.sheet.lazy()))
    for name in (NUMPY, PANDAS, PANDAS_ROWS):
        assert np.array_equal(contenders[name](), expected), f"{name} judges otherwise."
    assert np.array_equal(matrix(country, contenders[OURS_FROM_FILE]()), expected)
    times: dict[str, list[float]] = {OPENFISCA: []}
    for name, act in contenders.items():
        act()  # once to warm up, as everybody has judged by now
        times[name] = [timed(act)[0] for _ in range(ROUNDS)]
    for _ in range(ROUNDS):
        simulation = model.simulation()  # new each time: it remembers what it has computed
        seconds, found = timed(lambda made=simulation: model.judge(made))
        times[OPENFISCA].append(seconds)
    assert np.array_equal(model.matrix(found), expected), "openfisca-core judges otherwise."
    if find_spec("pysail") and find_spec("pyspark"):
        times[SAIL] = on_sail(country, sheet, expected)
    else:
        print("  the extra “cluster” is not installed: Sail is left out")
    return {name: median(seconds) for name, seconds in times.items()}


def ours(country: Country, sheet: pl.LazyFrame) -> pl.DataFrame:
    """Judge as the product does, from asking to the answer."""
    question = judge_sheet(
        country.law,
        sheet=narwhals(sheet),
        places=narwhals(country.places),
        asked=country.law.frame().lazy(),
    )
    return question.collect().to_native()


def made_again(country: Country) -> Country:
    law = compile_law(country.criteria_set, country.stood, DAYS)
    return Country(law, country.stood, country.sheet, country.places)


def joined_sheet(country: Country, sheet: pl.LazyFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Bring values, places and law together, a row for each unit and period, and do nothing else."""
    places = country.places.lazy().join(asked.lazy(), on=["standpoint", "period"])
    return sheet.join(places, on=["unit", "period"]).collect()


def joined_rows(rows: pl.LazyFrame, asked_at: pl.DataFrame, thresholds: pl.DataFrame, measures: int) -> pl.DataFrame:
    """Bring values, places and law together, a row for each value, and do nothing else; each join is on one number."""
    there = rows.join(asked_at.lazy(), on="place").with_columns(cell=pl.col("law") * measures + pl.col("measure"))
    return there.join(thresholds.lazy(), on="cell").select("place", "measure", "value", "level", "silence").collect()


def on_sail(country: Country, sheet: Path, expected: np.ndarray) -> list[float]:
    """Judge on a Sail server in this process, which reads the file itself."""
    times = []
    with engine_at("sail://") as engine:
        for _ in range(ROUNDS):
            begun = perf_counter()
            places, asked = engine.take(nw.from_native(country.places)), engine.take(country.law.frame())
            question = judge_sheet(country.law, sheet=engine.read(sheet), places=places, asked=asked)
            answer = engine.answer(question).to_native()
            times.append(perf_counter() - begun)
    assert np.array_equal(matrix(country, answer), expected), "Sail judges otherwise."
    return times


def matrix(country: Country, judged: pl.DataFrame) -> np.ndarray:
    """Return the verdicts in the order of units and periods, a row for each column."""
    return judged.sort("unit", "period").select(columns_of_verdicts(country.criteria_set)).to_numpy().astype(np.int8).T


def timed(act: Contender) -> tuple[float, Any]:
    gc.collect()
    begun = perf_counter()
    answer = act()
    return perf_counter() - begun, answer


def hold_to_the_bars(took: dict[str, float], communes: int) -> None:
    """Print each bar with what was reached; all are about 9.35 million values, but for the one about OpenFisca."""
    bars = []
    if communes == IN_THE_BARS:
        bars += [
            ("ours / Polars scans and joins rows", took[OURS_FROM_FILE] / took[ROWS_JOINED], "at most", 1.5),
            ("ours / Polars scans and joins the sheet", took[OURS_FROM_FILE] / took[SHEET_JOINED], "at most", 1.5),
            ("ours / NumPy by hand", took[OURS] / took[NUMPY], "at most", 4),
            ("pandas, rows / ours", took[PANDAS_ROWS] / took[OURS], "at least", 3),
            ("pandas, sheet / ours", took[PANDAS] / took[OURS], "at least", 3),
        ]
    if communes == max(SIZES):
        bars.append(("ours, law compiled too / openfisca-core", took[OURS_WITH_LAW] / took[OPENFISCA], "at most", 1))
    for name, ratio, way, bar in bars:
        reached = ratio <= bar if way == "at most" else ratio >= bar
        print(f"  {name:<44}{ratio:>8.2f}, bar {way} {bar:g}: {'reached' if reached else 'MISSED'}")


def same_on_100_000() -> None:
    """Hold every verdict of 100,000 communes on one day beside those of openfisca-core."""
    days = {202407: DAYS[202215]}
    country = made_up(100_000, days, seed=2026)
    model = in_openfisca(country, days)
    theirs = model.matrix(model.judge(model.simulation()))
    own = matrix(country, ours(country, country.sheet.lazy()))
    differ = int((theirs != own).sum())
    print(f"\n100,000 communes on one day: {own.size:,} verdicts, {differ} differ from openfisca-core")
    assert not differ


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
