"""What a report is made of: figures and tables whose every cell knows the page it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ntm.core.quantities import written

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it is printed; ``href`` is the page that it was taken from, empty for words."""

    text: str
    href: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Column:
    """``align`` is ``left``, ``right`` or ``center``; ``width`` a share of the table's width."""

    name: str
    align: str = "left"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class ReportTable:
    """One table of the annex. ``gap`` says in words why it is empty or not whole."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: frozenset[int] = frozenset()  # places of the rows that sum others
    unit: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the text; ``value`` is whole and None where nothing is known.

    ``adds`` marks figures of which the parts of a unit sum to the whole, so that reports can be compared.
    """

    name: str
    label: str
    text: str
    value: int | None = None
    href: str = ""
    adds: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """All figures and tables of one report; ``names`` are filled into its text."""

    figures: Mapping[str, Figure]
    tables: tuple[ReportTable, ...]
    rests_on_sample: bool

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is missing, table by table, in words."""
        return tuple(f"Biểu {table.code}: {table.gap}" for table in self.tables if table.gap)

    def as_data(self) -> dict[str, Any]:
        """Return plain data for the database."""
        return {
            "figures": [
                {"name": f.name, "label": f.label, "text": f.text, "value": f.value, "href": f.href, "adds": f.adds}
                for f in self.figures.values()
            ],
            "tables": [_table_as_data(table) for table in self.tables],
            "rests_on_sample": self.rests_on_sample,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Contents:
        """Read back what ``as_data`` wrote."""
        return cls(
            {one["name"]: Figure(**one) for one in data["figures"]},
            tuple(_table_from_data(one) for one in data["tables"]),
            data["rests_on_sample"],
        )


@dataclass(slots=True)
class Gathering:
    """Figures and tables as they are put together."""

    figures: dict[str, Figure] = field(default_factory=dict)
    tables: list[ReportTable] = field(default_factory=list)

    def count(self, name: str, label: str, value: int, href: str = "", *, adds: bool = True) -> None:
        """Keep a number of things."""
        self.figures[name] = Figure(name, label, written(value), value, href, adds)

    def money(self, name: str, label: str, dong: int, href: str = "", *, adds: bool = True) -> None:
        """Keep an amount of whole đồng, printed in triệu đồng."""
        self.figures[name] = Figure(name, label, millions(dong), dong, href, adds)

    def words(self, name: str, label: str, text: str, href: str = "") -> None:
        """Keep something that cannot be summed: a name, a day, an average, a percentage."""
        self.figures[name] = Figure(name, label, text, None, href)


def millions(dong: int) -> str:
    """Write whole đồng as triệu đồng, to the đồng: 1.743.406 or 0,000001."""
    whole, rest = divmod(abs(dong), MILLION)
    sign = "-" if dong < 0 else ""
    return f"{sign}{written(whole)}" + (f",{rest:06d}".rstrip("0") if rest else "")


def percent(part: int, whole: int) -> str:
    """Write a share with one decimal, rounded half up; a dash where there is nothing to share."""
    if whole <= 0:
        return "–"
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{written(tenths // 10)},{tenths % 10}%"


def numbered(rows: Iterator[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Put a running number before each row."""
    return tuple((Cell(str(place)), *row) for place, row in enumerate(rows, 1))


def _table_as_data(table: ReportTable) -> dict[str, Any]:
    return {
        "code": table.code,
        "title": table.title,
        "columns": [[column.name, column.align, column.width] for column in table.columns],
        "rows": [[[cell.text, cell.href] for cell in row] for row in table.rows],
        "totals": sorted(table.totals),
        "unit": table.unit,
        "gap": table.gap,
    }


def _table_from_data(data: Mapping[str, Any]) -> ReportTable:
    return ReportTable(
        data["code"],
        data["title"],
        tuple(Column(*column) for column in data["columns"]),
        tuple(tuple(Cell(*cell) for cell in row) for row in data["rows"]),
        frozenset(data["totals"]),
        data["unit"],
        data["gap"],
    )
