from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ntm.accounts.access import top_unit_for
from ntm.accounts.requests import SignedIn
from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.core.rulebook import Outcome
from ntm.dashboards.selectors import Overview, chosen_rows, overview
from ntm.dashboards.selectors.rows import UnitRow
from ntm.finance.views.files import workbook_answer
from ntm.finance.workbook import Column, Sheet, office_workbook

SHOWS = (
    ("ready", Text("Đạt mọi tiêu chí đã có mức", "Meet every criterion with a level")),
    ("behind", Text("Còn tiêu chí chưa đạt", "Have a criterion not met")),
    ("slipped", Text("Đã công nhận nhưng nay chưa đạt", "Recognised, yet fail a criterion")),
    ("no-data", Text("Còn thiếu số liệu", "Have data missing")),
    ("recognised", Text("Đã công nhận (đã rõ tên)", "Recognised, known by name")),
)
# Of the verdicts on one criterion, those that a figure of the overview opens.
VERDICTS = (Outcome.NOT_MET, Outcome.NO_DATA, Outcome.MET, Outcome.NO_LEVEL)


def matrix(request: SignedIn) -> HttpResponse:
    """Communes × criteria on one screen, by district and by what is missing; prints on A3.

    A district sees its own communes, a commune itself.
    """
    page, chosen = _asked(request)
    shows = (*SHOWS, *((band.show, band.name) for band in page.bands[1:]))
    context = {"page": page, "rows": chosen_rows(page, **chosen), "shows": shows, "verdicts": VERDICTS, **chosen}
    return render(request, "dashboards/matrix.html", context)


@require_safe
def export(request: SignedIn) -> HttpResponse:
    """The communes that the filters leave as a workbook, each verdict in words, so that Excel can filter them."""
    page, chosen = _asked(request)
    if page.criteria_set is None:
        raise Http404
    heads = [Column(f"{row.criterion.code}. {row.criterion.name.vi}", 13) for row in page.criteria]
    sheet = Sheet(
        name="Xã và tiêu chí",
        title="Kết quả thực hiện bộ tiêu chí theo xã",
        place=f"{page.province.name} – {page.criteria_set.title.vi}",
        period=f"{page.period.name.vi}, số liệu đến ngày {written_day(page.period.ends_on)}",
        columns=(Column("Xã", 24), Column("Huyện", 22), Column("Số tiêu chí đạt", 10, "count"), *heads),
        rows=[_line(row, page.codes) for row in chosen_rows(page, **chosen)],
        measure="Dữ liệu mẫu" if page.rests_on_sample else "",
    )
    return workbook_answer(office_workbook(sheet), f"xa-va-tieu-chi-{page.province.code}-{page.period.code}.xlsx")


def _asked(request: SignedIn) -> tuple[Overview, dict[str, str]]:
    """Return what the person may see of the province asked for, and the filters in the address."""
    page = overview(top_unit_for(request.user, request.day, request.GET.get("province", "")), request.day)
    return page, {name: request.GET.get(name, "") for name in ("district", "show", "criterion", "verdict")}


def _line(row: UnitRow, codes: Sequence[str]) -> tuple[str | int | None, ...]:
    outcomes = row.standing.outcomes if row.standing else {}
    words = (Outcome(outcomes[code]).words.vi if code in outcomes else None for code in codes)
    district = row.district.name if row.district else None
    return row.unit.name, district, row.standing.criteria_met if row.standing else None, *words
