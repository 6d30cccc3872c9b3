"""Tables 5 to 8: capital by source, the central budget, works, and construction arrears."""

from __future__ import annotations

from collections.abc import Sequence

from ntm.core.quantities import written_day
from ntm.dashboards.selectors.overview import Overview
from ntm.finance.selectors import arrears_in, capital_rows, disbursement_by_unit, works_in
from ntm.finance.selectors.capital import CapitalRow
from ntm.reports.contents.addresses import of_unit, page
from ntm.reports.contents.cells import Cell, Column, Gathering, ReportTable, millions, numbered, percent

MONEY = "Đơn vị tính: triệu đồng"


def gather_capital(found: Gathering, view: Overview) -> None:
    """Add what was planned, allocated, assigned and disbursed by source, works, and arrears on the day."""
    rows = capital_rows(view.province, view.day, view.day.year)
    address = page("finance:capital", view.day)
    whole = [row for row in rows if row.depth == 0 and row.code != "credit"]
    planned, assigned, disbursed = (sum(getattr(row, name) for row in whole) for name in _SUMMED)
    found.money("von_ke_hoach", "Kế hoạch vốn năm, không kể tín dụng", planned, address, adds=False)
    found.money("von_da_giao", "Vốn đã giao", assigned, address)
    found.money("von_giai_ngan", "Vốn đã giải ngân", disbursed, address)
    found.words("ty_le_giai_ngan", "Tỷ lệ giải ngân so với vốn đã giao", percent(disbursed, assigned), address)
    found.tables.append(_by_source(rows, address))
    found.tables.append(_central_budget(rows, view, address, (assigned, disbursed)))
    _works(found, view)
    _arrears(found, view)


_SUMMED = ("planned", "assigned", "disbursed")
_NONE = "chưa có số liệu vốn trong hệ thống."


def _by_source(rows: Sequence[CapitalRow], address: str) -> ReportTable:
    return ReportTable(
        "05",
        "Kết quả huy động nguồn lực",
        (
            Column("Nguồn vốn", width=3.6),
            Column("Kế hoạch", "right", 1.4),
            Column("Đã phân bổ", "right", 1.4),
            Column("Đã giao", "right", 1.4),
            Column("Đã giải ngân", "right", 1.4),
            Column("Đã quyết toán", "right", 1.4),
            Column("Giải ngân so với giao", "right", 1.1),
        ),
        tuple(
            (
                Cell(f"{'– ' * row.depth}{row.name.vi}"),
                *(
                    Cell(millions(amount), address)
                    for amount in (row.planned, row.allocated, row.assigned, row.disbursed, row.settled)
                ),
                Cell(percent(row.disbursed, row.assigned)),
            )
            for row in rows
        ),
        frozenset(place for place, row in enumerate(rows) if row.depth == 0),
        MONEY,
        gap="" if rows else _NONE,
    )


def _central_budget(rows: Sequence[CapitalRow], view: Overview, address: str, whole: tuple[int, int]) -> ReportTable:
    """``whole`` is what all sources have assigned and disbursed: what units below hold and the unit itself."""
    central = [row for row in rows if "/central" in row.code]
    by_unit = disbursement_by_unit(view.province, view.day, view.day.year)
    own_assigned = whole[0] - sum(assigned for _unit, assigned, _disbursed in by_unit)
    own_disbursed = whole[1] - sum(disbursed for _unit, _assigned, disbursed in by_unit)
    lines = [(row.name.vi, row.allocated, row.assigned, row.disbursed, address) for row in central]
    body: list[tuple[str, str, int, int, str]] = [
        *(
            (name, f"{millions(allocated)}", assigned, disbursed, at)
            for name, allocated, assigned, disbursed, at in lines
        ),
        *((unit.name, "", assigned, disbursed, of_unit(unit, view.day)) for unit, assigned, disbursed in by_unit),
    ]
    if by_unit and (own_assigned or own_disbursed):
        body.append((f"{view.province.name}, vốn trực tiếp quản lý", "", own_assigned, own_disbursed, address))
    if rows:
        body.append(("Cộng, mọi nguồn", "", *whole, address))
    sums = {place for place, row in enumerate(central) if row.depth <= 1} | ({len(body) - 1} if rows else set())
    return ReportTable(
        "06",
        "Phân bổ, giải ngân ngân sách Trung ương; giải ngân mọi nguồn theo địa phương",
        (
            Column("Nguồn vốn, địa phương", width=3.6),
            Column("Đã phân bổ", "right", 1.4),
            Column("Đã giao", "right", 1.4),
            Column("Đã giải ngân", "right", 1.4),
            Column("Tỷ lệ", "right"),
        ),
        tuple(
            (
                Cell(name),
                Cell(allocated, at if allocated else ""),
                Cell(millions(assigned), at),
                Cell(millions(disbursed), at),
                Cell(percent(disbursed, assigned)),
            )
            for name, allocated, assigned, disbursed, at in body
        ),
        frozenset(sums),
        MONEY,
        gap="" if body else _NONE,
    )


def _works(found: Gathering, view: Overview) -> None:
    works = works_in(view.province, view.day)
    address = page("finance:works", view.day)
    total = sum(row.approved_dong for row in works)
    found.count("so_cong_trinh", "Số công trình", len(works), address)
    found.money("tong_muc_dau_tu", "Tổng mức đầu tư các công trình", total, address)
    rows = (
        (
            Cell(row.work.name, page("finance:work", view.day, row.work.pk)),
            Cell(row.unit.name, of_unit(row.unit, view.day)),
            Cell(millions(row.approved_dong), page("finance:work", view.day, row.work.pk)),
            Cell(f"{row.progress}%" if row.progress is not None else "…"),
            Cell(row.state.vi),
        )
        for row in works
    )
    found.tables.append(
        ReportTable(
            "07",
            "Danh mục công trình",
            (
                Column("TT", "center", 0.5),
                Column("Công trình", width=4),
                Column("Đơn vị", width=2),
                Column("Tổng mức đầu tư", "right", 1.4),
                Column("Khối lượng", "right"),
                Column("Tình trạng", width=1.5),
            ),
            (*numbered(rows), *_sum(works, total, address, behind=2)),
            frozenset({len(works)} if works else ()),
            unit=MONEY,
            gap="" if works else "chưa có công trình nào trong hệ thống.",
        )
    )


def _sum(rows: Sequence[object], dong: int, address: str, *, behind: int) -> list[tuple[Cell, ...]]:
    """Return the last row of a table of works: how many they are, what they sum to, and ``behind`` empty cells."""
    words = Cell(f"Tổng cộng: {len(rows)} công trình")
    return [(Cell(""), words, Cell(""), Cell(millions(dong), address), *[Cell("")] * behind)] if rows else []


def _arrears(found: Gathering, view: Overview) -> None:
    rows = arrears_in(view.province, view.day)
    address = page("finance:arrears", view.day)
    total = sum(row.amount_dong for row in rows)
    found.money("no_dong", "Nợ đọng xây dựng cơ bản", total, address)
    found.words("ngay_no_dong", "Ngày tính nợ đọng", written_day(view.day))
    body = (
        (
            Cell(row.work.name, page("finance:work", view.day, row.work.pk)),
            Cell(row.unit.name, of_unit(row.unit, view.day)),
            Cell(millions(row.amount_dong), address),
            Cell(
                "; ".join(f"{year}: {millions(dong)}" for year, dong in sorted(row.to_clear_by_year.items()))
                or "chưa có"
            ),
        )
        for row in rows
    )
    found.tables.append(
        ReportTable(
            "08",
            f"Nợ đọng xây dựng cơ bản đến ngày {written_day(view.day)}",
            (
                Column("TT", "center", 0.5),
                Column("Công trình", width=4),
                Column("Đơn vị", width=2),
                Column("Số nợ", "right", 1.4),
                Column("Kế hoạch trả theo năm", width=2),
            ),
            (*numbered(body), *_sum(rows, total, address, behind=1)),
            frozenset({len(rows)} if rows else ()),
            unit=MONEY,
            gap="" if rows else "không có công trình nào được kê khai nợ đọng.",
        )
    )
