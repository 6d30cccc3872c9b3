"""What a file really is, whatever its name says. Begin at ``content.py``."""

from ntm.evidence.checks.content import Checked, check_workbook, checked

__all__ = ["Checked", "check_workbook", "checked"]
