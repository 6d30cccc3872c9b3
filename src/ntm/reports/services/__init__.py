"""Acts on papers and reports."""

from ntm.reports.services.issue import issue, send, send_back
from ntm.reports.services.write import (
    Draft,
    change_paper,
    comment,
    draft_paper,
    newest_section,
    open_report,
    settle,
    state_of,
    write_section,
)

__all__ = [
    "Draft",
    "change_paper",
    "comment",
    "draft_paper",
    "issue",
    "newest_section",
    "open_report",
    "send",
    "send_back",
    "settle",
    "state_of",
    "write_section",
]
