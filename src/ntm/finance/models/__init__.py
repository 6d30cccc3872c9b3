"""Capital of the programme and what it builds."""

from ntm.finance.models.work import Field, Serves, Work

__all__ = ["Field", "Serves", "Work"]
