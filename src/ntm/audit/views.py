from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ntm.audit.acts import words_for
from ntm.audit.details import told
from ntm.audit.export import lines_of
from ntm.audit.selectors import Wanted, acts_recorded, entries
from ntm.core.problems import Problem, Text

ON_A_PAGE = 50


class NotADay(Problem):
    """A day in the address of the log cannot be read."""

    code = "audit/not-a-day"

    def __init__(self, written: str) -> None:
        super().__init__(
            Text(f"“{written}” không phải là một ngày.", f"“{written}” is not a day."),
            Text("Hãy chọn ngày trong ô ngày, hoặc để trống.", "Choose the day in its field, or leave it empty."),
        )


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Who did what and when, the newest first; filters stand in the address."""
    _require_reader(request)
    wanted = _wanted(request)
    page = Paginator(entries(wanted), ON_A_PAGE).get_page(request.GET.get("page"))
    language = get_language() or "vi"
    rows = [(entry, words_for(entry.act), told(entry.detail, language)) for entry in page]
    acts = [(act, words_for(act)) for act in acts_recorded()]
    return render(request, "audit/log.html", {"page": page, "rows": rows, "acts": acts, "wanted": wanted})


@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Send the lines that the filters leave as CSV, with their seals, so that they can be checked elsewhere."""
    _require_reader(request)
    lines = lines_of(entries(_wanted(request)).iterator(chunk_size=2_000))
    name = {"Content-Disposition": 'attachment; filename="nhat-ky.csv"'}
    return StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8", headers=name)


def _wanted(request: HttpRequest) -> Wanted:
    words = {name: request.GET.get(name, "").strip() for name in ("act", "by", "subject")}
    return Wanted(**words, since=_day(request.GET.get("since", "")), until=_day(request.GET.get("until", "")))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise NotADay(written) from None


def _require_reader(request: HttpRequest) -> None:
    """Answer 404, telling nothing, to anybody who may not read the log."""
    if not request.user.has_perm("audit.read"):
        raise Http404
