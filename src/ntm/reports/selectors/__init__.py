"""Questions about reports and papers."""

from ntm.reports.selectors.compared import Compared, compared_with_parts

__all__ = ["Compared", "compared_with_parts"]
