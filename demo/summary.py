"""The table that stands in the terminal when the demo starts: targets, then districts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import wrap

from ntm.areas.selectors import home_province
from ntm.core.problems import Text
from ntm.core.quantities import written, written_day
from ntm.dashboards.selectors import overview
from ntm.dashboards.selectors.overview import Overview
from ntm.dashboards.selectors.rows import GroupRow
from ntm.plans.selectors import Candidate, TargetProgress, plan_for, targets_with_progress
from ntm.recognition.selectors import reported_counts

WIDTH = 100
SAMPLE = Text("(dữ liệu mẫu)", "(sample data)")


def summary(day: date, language: str) -> str:
    """Return the plan's targets against standing and one line per district, at most 100 columns wide."""
    province = home_province(day)
    plan = plan_for(province, day.year)
    seen = overview(province, day)
    lines = [
        _say(Text(f"{province.name}, ngày {written_day(day)}, ", f"{province.name}, {written_day(day)}, "), language)
    ]
    lines[0] += _say(seen.period.name, language)
    if seen.rests_on_sample:
        lines[0] += " " + _say(SAMPLE, language)
    if plan:
        lines += ["", *_targets(targets_with_progress(plan, day), plan.year, language)]
    lines += ["", *_districts(seen, language)]
    for count in reported_counts(province, day):
        if (count.tier, count.level) == ("commune", "ntm"):
            known = seen.whole.recognised
            told = Text(
                f"Biết đích danh {known} xã đã được công nhận; tỉnh công bố {count.count}/{count.out_of} xã.",
                f"{known} communes are known by name; the province counts {count.count} of {count.out_of}.",
            )
            lines += ["", _say(told, language)]
    return "\n".join(lines)


def _targets(targets: Sequence[TargetProgress], year: int, language: str) -> list[str]:
    heads = [
        Text(f"Mục tiêu năm {year}", f"Targets of {year}"),
        Text("Giao", "Asked"),
        Text("Đã công nhận", "Recognised"),
        Text("Đăng ký*", "Registered*"),
        Text("Sẵn sàng*", "Ready*"),
        Text("Còn thiếu", "To go"),
    ]
    rows = [[_say(head, language) for head in heads]]
    notes: list[str] = []
    for target in targets:
        name = _say(target.name, language)
        if target.keeps:
            slipped = [one for one in target.behind if one.lacks]
            rows.append([name, "–", "–", str(len(target.candidates)), str(len(target.ready)), "–"])
            notes += _named(Text("Tụt tiêu chí", "Slipped"), name, slipped, language)
            continue
        asked = f"{'≥ ' if target.target.is_minimum else ''}{target.target.at_least}"
        numbers = [len(target.recognised), len(target.candidates), len(target.ready), target.gap]
        rows.append([name, asked, *map(str, numbers)])
        notes += _named(Text("Chưa đủ", "Not ready"), name, target.behind, language)
    legend = Text(
        "* theo dữ liệu mẫu; sẵn sàng = đạt mọi tiêu chí đã có mức. "
        "Trong ngoặc: mã tiêu chí chưa đạt hoặc thiếu số liệu.",
        "* by sample data; ready = meets every criterion that has a level. "
        "In brackets: criteria not met or without data.",
    )
    return [*_table(rows), *notes, *wrap(_say(legend, language), WIDTH)]


def _named(label: Text, target: str, units: Sequence[Candidate], language: str) -> list[str]:
    """Return who is behind and what each lacks, wrapped to the width."""
    if not units:
        return []
    told = "; ".join(f"{one.unit.name} ({', '.join((*one.lacks, *one.without_data)) or '?'})" for one in units)
    return wrap(f"{_say(label, language)} – {target}: {told}", WIDTH, initial_indent="  ", subsequent_indent="    ")


def _districts(seen: Overview, language: str) -> list[str]:
    heads = [
        Text("Đơn vị", "Unit"),
        Text("Xã", "Communes"),
        Text("Công nhận", "Recognised"),
        Text("Chưa rõ", "Unknown"),
        Text("Đạt TB*", "Met avg*"),
        Text("/ có mức", "/ levelled"),
        Text("Chưa có mức", "No level"),
        Text("Thiếu số liệu*", "No data*"),
    ]
    rows = [[_say(head, language) for head in heads]]
    rows += [_district(group, group.unit.name, language) for group in seen.groups]
    rows.append(_district(seen.whole, _say(Text("Toàn tỉnh", "Province"), language), language))
    legend = Text(
        "Công nhận: biết đích danh. Đạt TB: số tiêu chí xã NTM đạt bình quân; có mức: số tiêu chí xét được. "
        "Chưa có mức: tiêu chí mà luật đã nạp chưa có mức. Thiếu số liệu: số chỉ tiêu chưa báo cáo.",
        "Recognised: known by name. Met avg: NTM criteria met on average; levelled: criteria that can be judged. "
        "No level: criteria whose level the law as loaded lacks. No data: indicators not reported.",
    )
    return [*_table(rows), *wrap(_say(legend, language), WIDTH)]


def _district(group: GroupRow, name: str, language: str) -> list[str]:
    standings = [row.standing for row in group.rows if row.standing]
    average = group.criteria_met_on_average
    without_level = max((one.criteria_without_level for one in standings), default=0)
    judged = max((one.criteria_total - one.criteria_without_level for one in standings), default=0)
    return [
        name,
        str(len(group.rows)),
        str(group.recognised),
        str(len(group.rows) - group.recognised),
        written(average, language) if average is not None else "–",
        f"/ {judged}",
        str(without_level),
        str(sum(one.indicators_without_data for one in standings)),
    ]


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align the columns: names to the left, figures to the right; a rule under the head."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    return [lines[0], "─" * len(lines[0]), *lines[1:]]


def _say(text: Text, language: str) -> str:
    return text.said_in(language)
