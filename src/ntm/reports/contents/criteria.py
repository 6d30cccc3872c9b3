"""Tables 1, 2 and 4: communes and districts against their criteria (procedures, section 6.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ntm.areas.models import Tier, Unit
from ntm.assessments.models import Standing
from ntm.assessments.selectors import standings_in
from ntm.core.rulebook import CriteriaSet, Outcome
from ntm.criteria.selectors import rulebook
from ntm.dashboards.selectors.overview import Overview
from ntm.reports.contents.addresses import of_unit, page, why
from ntm.reports.contents.cells import Cell, Column, Gathering, ReportTable, numbered, percent

MARKS: Mapping[Outcome, str] = {
    Outcome.MET: "x",
    Outcome.NOT_APPLICABLE: "x",
    Outcome.NOT_MET: "–",
    Outcome.NO_DATA: "…",
    Outcome.NO_LEVEL: "?",
}
LEGEND = "x: đạt hoặc không áp dụng; –: chưa đạt; …: chưa có số liệu; ?: chưa có mức quy định"
# Name of the figure, the band in words, and its bounds: procedures, section 6.1, table 1.
_BANDS = (("15_18", "15–18", 15, 18), ("10_14", "10–14", 10, 14), ("5_9", "5–9", 5, 9), ("duoi_5", "dưới 5", 0, 4))
_NO_SET = "ngày này không có bộ tiêu chí nào của cấp này đang có hiệu lực."


def gather_criteria(found: Gathering, view: Overview) -> None:
    """Add how communes and districts stand against their sets in the period."""
    _count_communes(found, view)
    found.tables.append(_communes_by_criterion(view))
    found.tables.append(_criteria_by_communes(view))


def _count_communes(found: Gathering, view: Overview) -> None:
    matrix, rows = page("dashboards:matrix", view.day), view.whole.judged
    found.words("ky_so_lieu", "Kỳ số liệu", view.period.name.vi)
    found.count("so_xa", "Số xã", len(view.rows), matrix)
    found.count("so_xa_da_danh_gia", "Số xã đã được đánh giá", len(rows), matrix)
    found.count(
        "luot_tieu_chi_dat",
        "Tổng số lượt tiêu chí đạt",
        sum(row.standing.criteria_met for row in rows if row.standing),
        matrix,
    )
    average = view.whole.criteria_met_on_average
    found.words(
        "tieu_chi_binh_quan", "Số tiêu chí bình quân một xã", f"{average}".replace(".", ",") if average else "–", matrix
    )
    for name, band, low, high in _BANDS:
        some = [row for row in rows if row.standing and not row.ready and low <= row.standing.criteria_met <= high]
        found.count(f"so_xa_{name}", f"Số xã đạt {band} tiêu chí, còn thiếu", len(some), matrix)
    ready = page("dashboards:matrix", view.day, show="ready")
    found.count("so_xa_du", "Số xã đạt mọi tiêu chí đã có mức", view.whole.ready, ready)
    slipped = page("dashboards:matrix", view.day, show="slipped")
    found.count("so_xa_tut", "Số xã đã công nhận nay có tiêu chí chưa đạt", view.whole.slipped, slipped)
    worst = ", ".join(f"{row.criterion.code}. {row.criterion.name.vi} ({row.not_met} xã)" for row in view.gaps[:3])
    found.words("tieu_chi_thap_nhat", "Tiêu chí nhiều xã chưa đạt nhất", worst or "không có", matrix)
    silent = ", ".join(f"{row.criterion.code}. {row.criterion.name.vi}" for row in view.without_level)
    found.words("tieu_chi_chua_co_muc", "Tiêu chí chưa có mức quy định", silent or "không có", matrix)


def _communes_by_criterion(view: Overview) -> ReportTable:
    set_id = view.criteria_set.id if view.criteria_set else ""
    rows = (
        (
            Cell(row.unit.name, of_unit(row.unit, view.day)),
            Cell(row.district.short_name if row.district else ""),
            *(_mark(row.unit, row.standing, code, set_id, view.day) for code in view.codes),
            Cell(str(row.standing.criteria_met) if row.standing else "…", of_unit(row.unit, view.day)),
        )
        for row in view.rows
    )
    return ReportTable(
        "01",
        "Kết quả thực hiện bộ tiêu chí theo xã",
        (
            Column("TT", "center", 0.7),
            Column("Xã", width=2.6),
            Column("Huyện", width=1.8),
            *(Column(code, "center", 0.6) for code in view.codes),
            Column("Số tiêu chí đạt", "right", 1.0),
        ),
        numbered(rows),
        unit=LEGEND,
        gap="" if view.criteria_set else _NO_SET,
    )


def _mark(unit: Unit, standing: Standing | None, code: str, set_id: str, day: date) -> Cell:
    outcome = standing.outcomes.get(code) if standing else None
    return Cell(MARKS[Outcome(outcome)] if outcome else "…", of_unit(unit, day)) if set_id else Cell("…")


def _criteria_by_communes(view: Overview) -> ReportTable:
    def rows() -> list[tuple[Cell, ...]]:
        found = []
        for row in view.criteria:
            address = page("dashboards:matrix", view.day, criterion=row.criterion.code)
            counts = (row.met, row.not_met, row.no_data, row.no_level)
            share = "–" if row.no_level else percent(row.met, len(view.whole.judged))
            found.append(
                (
                    Cell(row.criterion.code),
                    Cell(row.criterion.name.vi),
                    *(Cell(str(count), address) for count in counts),
                    Cell(share),
                )
            )
        return found

    return ReportTable(
        "02",
        "Số xã đạt từng tiêu chí",
        (
            Column("TT", "center", 0.6),
            Column("Tiêu chí", width=4),
            Column("Đạt", "right"),
            Column("Chưa đạt", "right"),
            Column("Chưa có số liệu", "right"),
            Column("Chưa có mức quy định", "right"),
            Column("Tỷ lệ đạt", "right"),
        ),
        tuple(rows()),
        unit="Đơn vị tính: xã",
        gap="" if view.criteria_set else _NO_SET,
    )


def districts_table(view: Overview) -> ReportTable:
    """Return table 4: each district against the district set of its kind."""
    districts = [unit for unit in (view.province, *view.units.values()) if unit.tier == Tier.DISTRICT]
    criteria_set = rulebook().in_force("district", "ntm", view.period.ends_on)
    columns = (Column("TT", "center", 0.6), Column("Huyện", width=3))
    title = "Kết quả thực hiện các tiêu chí huyện nông thôn mới"
    if not districts:
        return ReportTable("04", title, columns, (), gap="ngày này không còn cấp huyện.")
    if criteria_set is None:
        return ReportTable("04", title, columns, (), gap=_NO_SET)
    standings = standings_in(view.period, criteria_set.id, districts)
    rows = (_district_row(unit, standings.get(unit.pk), criteria_set, view.day) for unit in districts)
    marks = tuple(Column(criterion.code, "center", 0.8) for criterion in criteria_set.criteria)
    silent = [unit.short_name for unit in districts if unit.pk not in standings]
    return ReportTable(
        "04",
        title,
        (*columns, *marks, Column("Số tiêu chí đạt", "right", 1.2)),
        numbered(rows),
        unit=LEGEND,
        gap=f"chưa đánh giá {', '.join(silent)}." if silent else "",
    )


def _district_row(unit: Unit, standing: Standing | None, criteria_set: CriteriaSet, day: date) -> tuple[Cell, ...]:
    marks = []
    for criterion in criteria_set.criteria:
        outcome = standing.outcomes.get(criterion.code) if standing else None
        first = criterion.indicators[0].code if criterion.indicators else criterion.code
        address = why(unit, criteria_set.id, first, day) if outcome else ""
        marks.append(Cell(MARKS[Outcome(outcome)] if outcome else "…", address))
    met = str(standing.criteria_met) if standing else "…"
    return (Cell(unit.name, of_unit(unit, day)), *marks, Cell(met, of_unit(unit, day)))
