"""Which units were recognised, at which level, on what ground."""

from ntm.recognition.models.count import ReportedCount
from ntm.recognition.models.recognition import Level, Recognition

__all__ = ["Level", "Recognition", "ReportedCount"]
