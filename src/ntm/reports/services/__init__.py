"""Acts on papers and reports."""

from ntm.reports.services.issue import issue, send, send_back
from ntm.reports.services.write import (
    Draft,
    change_paper,
    comment,
    draft_paper,
    open_report,
    settle,
    write_section,
)

__all__ = [
    "Draft",
    "change_paper",
    "comment",
    "draft_paper",
    "issue",
    "open_report",
    "send",
    "send_back",
    "settle",
    "write_section",
]
