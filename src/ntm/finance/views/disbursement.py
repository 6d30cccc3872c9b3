"""How far capital has come, by source, by unit or by work, with the transfers behind each figure."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.selectors import children
from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.finance.access import unit_shown
from ntm.finance.charts import PARTS, bars_of, groups_of
from ntm.finance.models import Transfer
from ntm.finance.selectors import Scope, source_rows, unit_rows, work_rows_of
from ntm.finance.selectors.capital import Amounts, CapitalRow, PlaceRow
from ntm.finance.sources import CREDIT, sources_in
from ntm.finance.views.files import workbook_answer
from ntm.finance.workbook import Column, Sheet, office_workbook

BY = {
    "source": Text("Theo nguồn vốn", "By source"),
    "unit": Text("Theo đơn vị", "By unit"),
    "work": Text("Theo công trình", "By work"),
}
CARRIED = {
    "": Text("Cả vốn kéo dài", "With capital carried over"),
    "only": Text("Chỉ vốn kéo dài", "Only capital carried over"),
    "without": Text("Không kể vốn kéo dài", "Without capital carried over"),
}
MOST_BARS = 30
COLUMNS = (
    Column("Kế hoạch", 18, "money"),
    Column("Đóng góp đã huy động", 18, "money"),
    Column("Đã phân bổ", 18, "money"),
    Column("Đã giao", 18, "money"),
    Column("Đã giải ngân", 18, "money"),
    Column("Đã quyết toán", 18, "money"),
    Column("Giải ngân so với giao, %", 12, "count"),
    Column("Trong đó kéo dài", 18, "money"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table; the codes lead to the transfers behind its figures."""

    label: Text | str
    row: Amounts
    url: str
    source: str = ""
    unit: str = ""
    work: int | str = ""
    alone: str = ""
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    by: str
    scope: Scope


@require_safe
def disbursement(request: SignedIn) -> HttpResponse:
    """Planned capital against allocated, assigned and disbursed: a chart, its table, and why."""
    asked = _asked(request)
    lines = _lines(asked, request)
    total = _total(asked)
    charted = lines
    if asked.by == "source":
        shown = {row.code for row in groups_of([line.row for line in lines if isinstance(line.row, CapitalRow)])}
        charted = [line for line in lines if line.source in shown and line.source != CREDIT]
    context = {
        "unit": asked.scope.unit,
        "units": children(asked.scope.unit, request.day),
        "year": asked.scope.year,
        "by": asked.by,
        "by_choices": BY.items(),
        "source": asked.scope.source,
        "sources": sources_in(asked.scope.year),
        "carried": asked.scope.carried,
        "carried_choices": CARRIED.items(),
        "lines": lines,
        "total": total,
        "bars": bars_of([(line.label, line.url, line.row) for line in charted[:MOST_BARS]]),
        "keys": PARTS,
        "sample": Transfer.objects.filter(asked.scope.accounts("after__"), is_sample=True).exists(),
    }
    return render(request, "finance/disbursement.html", context)


@require_safe
def export(request: SignedIn) -> HttpResponse:
    """The same table as a workbook."""
    asked = _asked(request)
    scope = asked.scope
    lines = _lines(asked, request)
    total = _total(asked)
    first = {"source": "Nguồn vốn", "unit": "Đơn vị", "work": "Công trình"}[asked.by]
    named = {one.code: one.name.vi for one in sources_in(scope.year)}
    sheet = Sheet(
        name=first,
        title=f"Kết quả phân bổ, giải ngân vốn Chương trình năm {scope.year}",
        place=scope.unit.name + (f" – nguồn: {named.get(scope.source, scope.source)}" if scope.source else ""),
        period=f"Đến ngày {written_day(scope.day)}; {CARRIED[scope.carried].vi.lower()}",
        columns=(Column(first, 48), *COLUMNS),
        rows=[(f"{'   ' * line.depth}{line.label}", *cells_of(line.row)) for line in lines],
        total=("Cộng Chương trình, không kể tín dụng", *cells_of(total)) if total and asked.by == "unit" else (),
        bold=frozenset(at for at, line in enumerate(lines) if asked.by == "source" and line.depth == 0),
    )
    return workbook_answer(office_workbook(sheet), f"giai-ngan-{scope.unit.code}-{scope.year}.xlsx")


def cells_of(row: Amounts) -> tuple[int | None, ...]:
    """Return the cells of a row as COLUMNS names them."""
    figures = (row.planned, row.contributed, row.allocated, row.assigned, row.disbursed, row.settled)
    return (*figures, row.rate, row.carried)


def _asked(request: SignedIn) -> Asked:
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    by, carried, source = (request.GET.get(name, "") for name in ("by", "carried", "source"))
    by = by if by in BY else "source"
    year = request.day.year
    known = {one.code for one in sources_in(year)}
    # By unit or work, credit would be summed with the programme: unless it is asked for, it stays apart.
    source = source if source in known else ("" if by == "source" else "programme")
    return Asked(by, Scope(unit, request.day, year, source, carried if carried in CARRIED else ""))


def _lines(asked: Asked, request: SignedIn) -> list[Line]:
    if asked.by == "source":
        return [
            Line(
                row.name,
                row,
                _open(request, source=row.code),
                source=row.code,
                unit=asked.scope.unit.code,
                depth=row.depth,
            )
            for row in source_rows(asked.scope)
        ]
    if asked.by == "unit":
        return [_of_unit(row, asked, request) for row in unit_rows(asked.scope)]
    return [_of_work(row, asked, request) for row in work_rows_of(asked.scope)]


def _of_unit(row: PlaceRow, asked: Asked, request: SignedIn) -> Line:
    if row.unit is None:
        label = Text(f"{asked.scope.unit.name} (vốn trực tiếp quản lý)", f"{asked.scope.unit.name} (managed directly)")
        return Line(label, row, "", source=asked.scope.source, unit=asked.scope.unit.code, alone="1")
    url = _open(request, unit=row.unit.code)
    return Line(row.unit.name, row, url, source=asked.scope.source, unit=row.unit.code)


def _of_work(row: PlaceRow, asked: Asked, request: SignedIn) -> Line:
    assert row.work is not None  # noqa: S101 - the selector gives works
    url = reverse("finance:work", args=[row.work.pk])
    unit = asked.scope.unit.code
    return Line(row.work.name, row, url, source=asked.scope.source, unit=unit, work=row.work.pk)


def _total(asked: Asked) -> Amounts | None:
    """Return the sum of everything that is asked about, without credit unless it is credit that is asked for."""
    scope = asked.scope
    rows = source_rows(Scope(scope.unit, scope.day, scope.year, scope.source or "programme", scope.carried))
    return rows[0] if rows else None


def _open(request: SignedIn, **chosen: str) -> str:
    """Return the address of this page with something else chosen, the rest kept."""
    kept = {
        name: str(value) for name, value in request.GET.items() if name in {"by", "unit", "source", "carried", "day"}
    }
    return f"{reverse('finance:disbursement')}?{urlencode(kept | chosen)}"
