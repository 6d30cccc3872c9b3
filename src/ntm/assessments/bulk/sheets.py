"""The sheet that is judged: a row for each unit and period of which anything was read, a column per measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import narwhals as nw
from django.db.models import Max, Min

from ntm.assessments.bulk.database import asking, readings_of
from ntm.assessments.bulk.engines import Engine
from ntm.assessments.models import Reading
from ntm.core.periods import Quarter
from ntm.core.problems import Problem, Text
from ntm.core.rulebook import Kind
from ntm.core.rulebook.bulk import spread
from ntm.core.rulebook.bulk.numbers import period_number

Told = Callable[[Text, int, int], None]  # what is being done, how much of it is done, how much there is
IDENTITY = ["unit", "period"]
ABOUT = [*IDENTITY, "is_sample"]
_UNITS_AT_ONCE = 500  # so that the line of progress moves, and no more than a few million readings are held


class NotASheet(Problem):
    """A file is not a sheet that was kept by ``ntm judge --keep``."""

    code = "assessments/not-a-sheet"

    def __init__(self, file: Path, told: str) -> None:
        super().__init__(
            Text(f"Không đọc được bảng số liệu {file}: {told}.", f"{file} is no sheet of figures: {told}."),
            Text(
                "Hãy tạo tệp bằng `ntm judge … --keep TỆP.parquet`, hoặc xem docs/bulk-judging.md.",
                "Make the file with `ntm judge … --keep FILE.parquet`, or see docs/bulk-judging.md.",
            ),
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read: ``about``, here, is unit, period and is_sample; ``rows``, on the engine, has the measures too."""

    about: nw.DataFrame[Any]
    rows: nw.LazyFrame[Any]

    @classmethod
    def of(cls, frame: nw.DataFrame[Any], engine: Engine) -> Sheet:
        return cls(frame.select(ABOUT), engine.take(frame))

    @classmethod
    def kept_in(cls, file: Path, engine: Engine, periods: Sequence[Quarter]) -> Sheet:
        """Read a Parquet file, or all of them that a pattern names, on the engine; no periods means all of them.

        Raises NotASheet.
        """
        try:
            rows = engine.read(file)
            missing = set(ABOUT) - set(rows.collect_schema().names())
            if missing:
                raise NotASheet(file, ", ".join(sorted(missing)))
            if periods:
                rows = rows.filter(nw.col("period").is_in([period_number(period) for period in periods]))
            return cls(engine.answer(rows.select(ABOUT)), rows)
        except Problem:
            raise
        except Exception as failed:  # each engine has its own errors
            raise NotASheet(file, str(failed).splitlines()[0]) from failed

    @property
    def units(self) -> dict[int, list[int]]:
        """The ids of the units that were read, by the number of the period, both in order."""
        found: dict[int, list[int]] = {}
        for period, unit in self.about.select("period", "unit").sort("period", "unit").iter_rows():
            found.setdefault(period, []).append(unit)
        return found


def read_from_database(periods: Sequence[Quarter], kinds: Mapping[str, Kind], told: Told) -> nw.DataFrame[Any]:
    """Load the readings of some periods and spread them over a sheet; what is not committed is not seen."""
    ends = Reading.objects.aggregate(first=Min("unit"), last=Max("unit"))
    first, last = ends["first"] or 0, ends["last"] or 0
    frames = []
    with asking() as ask:
        for at in range(first, last + 1, _UNITS_AT_ONCE):
            told(Text("nạp số liệu", "loading"), at - first, last + 1 - first)
            readings = readings_of((at, at + _UNITS_AT_ONCE - 1), periods, list(kinds), ask)
            about = readings.group_by(IDENTITY).agg(nw.col("is_sample").any()).select(ABOUT)
            cells = spread(readings.filter(~nw.col("measure").is_null()), kinds)
            frames.append(about.join(cells, on=IDENTITY, how="left"))
    return nw.concat(frames, how="diagonal").sort(IDENTITY)
