"""The report of the demo: the province's third quarter, drafted from the data and not yet sent."""

from __future__ import annotations

from datetime import date, datetime

from ntm.areas.selectors import home_province
from ntm.core.periods import Quarter, Window
from ntm.reports.models import Paper, PaperState, Report, ReportKind
from ntm.reports.services import open_report

QUARTER = Quarter(2024, 3)
REPORTED_ON, DUE_ON = QUARTER.ends_on, date(2024, 10, 5)


def open_sample_report(*, by: str, at: datetime) -> None:
    """Draft the report unless somebody did so before."""
    province = home_province(REPORTED_ON)
    if Report.objects.filter(paper__unit=province, kind=ReportKind.QUARTER, ends_on=REPORTED_ON).exists():
        return
    window = Window.of_quarter(QUARTER)
    open_report(province, ReportKind.QUARTER, window, due_on=DUE_ON, by=by, at=at, is_sample=True)


def wipe_sample_report() -> None:
    """Delete the sample report while it is a draft; what was issued stays."""
    drafts = Paper.objects.filter(is_sample=True, state=PaperState.DRAFT)
    Report.objects.filter(paper__in=drafts).delete()
    drafts.delete()
