"""Table 3: who is recognised at which level, since when, by which decision, against the year's plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ntm.areas.models import Tier, Unit
from ntm.core.quantities import written_day
from ntm.dashboards.selectors.overview import Overview
from ntm.plans.models import Plan
from ntm.plans.selectors import plan_for, targets_with_progress
from ntm.plans.selectors.targets import TargetProgress
from ntm.recognition.models import Level, Recognition
from ntm.reports.contents.addresses import of_unit, page
from ntm.reports.contents.cells import Cell, Column, Gathering, ReportTable, numbered

_LEVELS = (
    (Tier.COMMUNE, Level.NTM, "xa_ntm", "xã đạt chuẩn nông thôn mới"),
    (Tier.COMMUNE, Level.ADVANCED, "xa_nang_cao", "xã đạt chuẩn nông thôn mới nâng cao"),
    (Tier.COMMUNE, Level.MODEL, "xa_kieu_mau", "xã đạt chuẩn nông thôn mới kiểu mẫu"),
    (Tier.DISTRICT, Level.NTM, "huyen_ntm", "huyện đạt chuẩn nông thôn mới"),
    (Tier.DISTRICT, Level.COMPLETED, "huyen_hoan_thanh", "đơn vị cấp huyện hoàn thành nhiệm vụ nông thôn mới"),
)


def gather_recognitions(found: Gathering, view: Overview, province: Unit, window_ends: date) -> None:
    """Add cumulative and yearly counts by level, the named list, and the plan's targets (for the province)."""
    held = _recognitions(view, window_ends)
    for tier, level, name, label in _LEVELS:
        of_level = [one for one in held if (one.unit.tier, one.level) == (tier, level)]
        in_year = [one for one in of_level if one.holds_from.year == window_ends.year]
        address = page("plans:plan", view.day, anchor="targets")
        found.count(f"luy_ke_{name}", f"Lũy kế số {label}, theo danh sách", len(of_level), address)
        found.count(f"trong_nam_{name}", f"Số {label} trong năm", len(in_year), address)
    found.tables.append(_named(held, view.day))
    plan = plan_for(province, window_ends.year)
    targets = targets_with_progress(plan, window_ends, view.units) if plan and view.province == province else ()
    _targets(found, plan, targets, view.day)


def _recognitions(view: Overview, day: date) -> list[Recognition]:
    units = [unit.pk for unit in (view.province, *view.units.values())]
    rows = Recognition.objects.on(day).filter(unit__in=units).select_related("unit")
    return list(rows.order_by("-holds_from", "unit__sort_name", "level"))


def _named(held: Sequence[Recognition], day: date) -> ReportTable:
    rows = (
        (
            Cell(one.unit.name, of_unit(one.unit, day)),
            Cell(one.get_level_display()),
            Cell(written_day(one.holds_from) if one.day_is_exact else f"trước {written_day(one.holds_from)}"),
            Cell(one.decision or "chưa rõ số"),
        )
        for one in held
    )
    unseen = sum(not one.decision for one in held)
    return ReportTable(
        "03",
        "Xã, huyện đạt chuẩn: danh sách lũy kế",
        (
            Column("TT", "center", 0.5),
            Column("Đơn vị", width=2.5),
            Column("Mức đạt", width=3.2),
            Column("Từ ngày", "center", 1.5),
            Column("Quyết định", width=2),
        ),
        numbered(rows),
        gap=f"{unseen} lượt công nhận chưa có số quyết định trong hệ thống." if unseen else "",
    )


def _targets(found: Gathering, plan: Plan | None, targets: Sequence[TargetProgress], day: date) -> None:
    """Say each target of the plan in one sentence; for a unit without a plan of its own, that there is none."""
    address = page("plans:plan", day, anchor="targets")
    lines = [
        f"{one.name.vi}: kế hoạch {one.target.at_least}, đã công nhận {len(one.recognised)}, "
        f"đạt mọi tiêu chí đã có mức và chờ công nhận {len(one.ready)}, còn thiếu {one.short}"
        for one in targets
        if one.target.at_least is not None
    ]
    found.words("tien_do_muc_tieu", "Tiến độ từng mục tiêu", "; ".join(lines) or "chưa có trong hệ thống", address)
    number = f"số {plan.number} " if plan and plan.number else ""
    named = f"Kế hoạch {number}ngày {written_day(plan.issued_on)}" if plan and plan.issued_on else "kế hoạch năm"
    found.words("ke_hoach_nam", "Kế hoạch năm", named, address)
    found.count(
        "so_muc_ke_hoach", "Số mục, điểm của kế hoạch", plan.clauses.count() if plan else 0, address, adds=False
    )
