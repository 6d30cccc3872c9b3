"""The reports' entry in the top bar, what waits there, and what their acts are called in the log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from ntm.accounts.models import User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import units_with
from ntm.audit import acts
from ntm.core.problems import Text
from ntm.notices import waiting
from ntm.notices.waiting import Waiting
from ntm.reports.models import Paper, PaperState, Report
from ntm.ui.navigation import Entry, register

register(
    Entry(
        Text("Báo cáo", "Reports"),
        "reports:reports",
        order=58,
        covers=("reports:*",),
    )
)
acts.name("reports.report_opened", Text("Lập báo cáo", "Began a report"))
acts.name("reports.paper_drafted", Text("Soạn văn bản", "Began a paper"))
acts.name("reports.paper_changed", Text("Sửa văn bản", "Changed a paper"))
acts.name("reports.section_written", Text("Viết một mục của báo cáo", "Wrote a section of a report"))
acts.name("reports.commented", Text("Góp ý báo cáo", "Commented on a report"))
acts.name("reports.comment_settled", Text("Xử lý ý kiến về báo cáo", "Settled a comment on a report"))
acts.name("reports.paper_sent", Text("Trình ký văn bản", "Sent a paper to be signed"))
acts.name("reports.paper_returned", Text("Trả lại văn bản trình ký", "Returned a paper"))
acts.name("reports.paper_issued", Text("Ký, ban hành văn bản", "Issued a paper"))


@waiting.register
def _waiting(user: User, day: date) -> Iterator[Waiting]:
    """Papers that wait for the person's signature, and reports that the person still has to send."""
    mine = units_with(user, Right.SIGN, day)
    for paper in Paper.objects.filter(state=PaperState.WAITING, unit__in=mine.values("pk")).select_related("unit"):
        yield Waiting(
            Text(f"Ký: {paper.subject}", f"Sign: {paper.subject}"),
            Text(paper.unit.name, paper.unit.name),
            Text("Xem và ký", "Read and sign"),
            reverse("reports:paper", args=[paper.pk]),
            None,
        )
    written = units_with(user, Right.PLAN, day)
    drafts = Report.objects.filter(paper__state=PaperState.DRAFT, paper__unit__in=written.values("pk"))
    for report in drafts.select_related("paper__unit").order_by("due_on"):
        yield Waiting(
            Text(
                f"Báo cáo {report.name.vi}: {report.paper.unit.name}",
                f"Report {report.name.en}: {report.paper.unit.name}",
            ),
            Text(report.paper.returned_note, report.paper.returned_note),
            Text("Viết và trình ký", "Write and send"),
            reverse("reports:report", args=[report.pk]),
            report.due_on,
        )
