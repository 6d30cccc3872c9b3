"""All figures and tables of one report, worked out from the data of its last day."""

from __future__ import annotations

from datetime import date

from ntm.areas.models import Unit
from ntm.areas.selectors import home_province
from ntm.core.periods import Window
from ntm.core.quantities import written_day
from ntm.dashboards.selectors import overview
from ntm.finance.models import Work
from ntm.reports.contents.capital import gather_capital
from ntm.reports.contents.cells import Contents, Gathering, ReportTable
from ntm.reports.contents.criteria import districts_table, gather_criteria
from ntm.reports.contents.recognitions import gather_recognitions

# Tables of section 6.1 that nothing in the product feeds yet: they are printed empty, with the gap named.
_NOT_KEPT = (
    ("09", "Sản phẩm OCOP theo hạng sao và chủ thể"),
    ("10", "Thôn, xóm nông thôn mới kiểu mẫu, vườn mẫu"),
    ("11", "Đào tạo, tập huấn, tuyên truyền"),
    ("12", "Cơ chế, chính sách đã ban hành"),
)
_GAP = "hệ thống chưa theo dõi nội dung này; đề nghị bổ sung từ nguồn khác."


def contents_of(unit: Unit, window: Window) -> Contents:
    """Return the figures and tables of a unit for a window, on the window's last day."""
    day = window.ends_on
    found = Gathering()
    view = overview(unit, day)
    found.words("don_vi", "Đơn vị", unit.name)
    found.words("tu_ngay", "Từ ngày", written_day(window.starts_on))
    found.words("den_ngay", "Đến ngày", written_day(day))
    gather_criteria(found, view)
    gather_recognitions(found, view, home_province(day), day)
    found.tables.append(districts_table(view))
    gather_capital(found, view)
    found.tables.extend(ReportTable(code, title, (), (), gap=_GAP) for code, title in _NOT_KEPT)
    sample = view.rests_on_sample or _has_sample_works(unit, day, view.units)
    return Contents(found.figures, tuple(sorted(found.tables, key=lambda table: table.code)), sample)


def _has_sample_works(unit: Unit, day: date, below: dict[int, Unit]) -> bool:
    return Work.objects.filter(unit__in=[unit.pk, *below], is_sample=True).exists()
