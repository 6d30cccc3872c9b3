from ntm.recognition.services.load_counts import load_counts
from ntm.recognition.services.load_statuses import LoadedStatuses, load_statuses

__all__ = ["LoadedStatuses", "load_counts", "load_statuses"]
