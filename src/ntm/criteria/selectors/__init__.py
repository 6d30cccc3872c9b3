"""Questions to the law as loaded."""

from ntm.criteria.selectors.rulebook import rulebook

__all__ = ["rulebook"]
