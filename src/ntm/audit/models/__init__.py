"""Who did what, when: append-only, each line sealed by the one before."""

from ntm.audit.models.entry import Entry

__all__ = ["Entry"]
