"""A report held against the reports of the units below: what they said must sum to what it says."""

from __future__ import annotations

from dataclasses import dataclass

from ntm.areas.models import Unit
from ntm.areas.selectors import children
from ntm.core.periods import Window
from ntm.core.problems import Text
from ntm.core.quantities import written
from ntm.reports.contents.cells import Contents, Figure, millions
from ntm.reports.contents.gather import contents_of
from ntm.reports.documents import report_contents
from ntm.reports.models import PaperState, Report


@dataclass(frozen=True, slots=True)
class Part:
    """A unit below: its report of the same days, if there is one, and its figures.

    Figures of an issued report are those that it froze; without a report they are today's, so that the
    sum can be formed at all.
    """

    unit: Unit
    report: Report | None
    contents: Contents

    @property
    def state(self) -> Text:
        if self.report is None:
            return Text("Chưa lập báo cáo", "No report yet")
        return PaperState(self.report.paper.state).words


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of the whole beside the same figure of each part."""

    figure: Figure
    parts: tuple[Figure | None, ...]

    @property
    def sum(self) -> int:
        return sum(part.value or 0 for part in self.parts if part)

    @property
    def difference(self) -> int:
        """How much the whole says more than its parts; 0 when they agree."""
        return (self.figure.value or 0) - self.sum

    @property
    def sum_in_words(self) -> str:
        return self._written(self.sum)

    @property
    def difference_in_words(self) -> str:
        return self._written(self.difference)

    def _written(self, value: int) -> str:
        """Write a number as the figures beside it are written: amounts in triệu đồng, to the đồng."""
        beside = (one for one in (self.figure, *self.parts) if one and one.value)
        is_money = any(one.text == millions(one.value or 0) != written(one.value or 0) for one in beside)
        return millions(value) if is_money else written(value)


@dataclass(frozen=True, slots=True)
class Compared:
    """A report and its parts, figure by figure."""

    parts: tuple[Part, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.difference)


def compared_with_parts(report: Report) -> Compared:
    """Return every figure that adds up beside the figures of the units directly below on the report's last day."""
    whole = report_contents(report)
    below = children(report.paper.unit, report.ends_on)
    known = {
        one.paper.unit_id: one
        for one in Report.objects.filter(kind=report.kind, ends_on=report.ends_on, paper__unit__in=below)
        .select_related("paper__unit")
        .order_by("pk")
    }
    window = Window(report.starts_on, report.ends_on)
    parts = tuple(_part(unit, known.get(unit.pk), window) for unit in below)
    rows = tuple(
        Row(figure, tuple(part.contents.figures.get(figure.name) for part in parts))
        for figure in whole.figures.values()
        if figure.adds
    )
    return Compared(parts, rows)


def _part(unit: Unit, report: Report | None, window: Window) -> Part:
    return Part(unit, report, report_contents(report) if report else contents_of(unit, window))
