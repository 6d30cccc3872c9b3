"""Questions to the law as loaded."""

from ntm.criteria.selectors.procedure import procedure
from ntm.criteria.selectors.rulebook import rulebook

__all__ = ["procedure", "rulebook"]
