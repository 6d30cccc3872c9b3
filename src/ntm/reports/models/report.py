from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.reports.models.paper import Paper


class ReportKind(models.TextChoices):
    """Which days a report covers, after Decree 09/2019/NĐ-CP."""

    QUARTER = "quarter", "Quý"
    HALF_YEAR = "half-year", "6 tháng"
    YEAR = "year", "Năm"
    AD_HOC = "ad-hoc", "Đột xuất"

    @property
    def words(self) -> Text:
        return Text(str(self.label), _KINDS_IN_ENGLISH[self.value])


_KINDS_IN_ENGLISH = {"quarter": "Quarter", "half-year": "Half-year", "year": "Year", "ad-hoc": "Ad hoc"}


class Report(models.Model):
    """A report of one unit about a window of days; its figures are worked out anew until the paper is issued.

    ``contents`` are the figures and tables as they were on the day of issue; None before.
    """

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="report")
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    due_on = models.DateField()
    contents = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-ends_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_report_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.kind} {self.ends_on}"

    @property
    def name(self) -> Text:
        """“Quý III/2024”, “6 tháng đầu năm 2024”, “năm 2024”, or the days of an ad hoc report."""
        year, quarter = self.ends_on.year, Quarter.of(self.ends_on)
        if self.kind == ReportKind.QUARTER:
            return quarter.name
        if self.kind == ReportKind.HALF_YEAR:
            first = quarter.number <= 2
            return Text(
                f"6 tháng {'đầu' if first else 'cuối'} năm {year}", f"{'First' if first else 'Second'} half of {year}"
            )
        if self.kind == ReportKind.YEAR:
            return Text(f"Năm {year}", f"Year {year}")
        return Text(
            f"Từ {written_day(self.starts_on)} đến {written_day(self.ends_on)}",
            f"{written_day(self.starts_on)} to {written_day(self.ends_on)}",
        )


class Section(models.Model):
    """What somebody wrote in one section of a report in place of the drafted text; the newest row counts."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    code = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.code}"


class Comment(models.Model):
    """A remark on one section of a report, settled when it was dealt with."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="comments")
    section = models.CharField(max_length=20)
    text = models.CharField(max_length=1000)
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField()
    settled_by = models.CharField(max_length=150, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="settled_by_and_settled_at_go_together",
                condition=Q(settled_by="", settled_at=None) | (~Q(settled_by="") & Q(settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.text
