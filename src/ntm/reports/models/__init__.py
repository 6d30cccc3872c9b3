"""Official papers with their numbers, and the reports that are among them."""

from ntm.reports.models.paper import Effect, Paper, PaperKind, PaperState
from ntm.reports.models.report import Comment, Report, ReportKind, Section

__all__ = ["Comment", "Effect", "Paper", "PaperKind", "PaperState", "Report", "ReportKind", "Section"]
