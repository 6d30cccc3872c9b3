from ntm.audit.services.record import record
from ntm.audit.services.verify import LogWasChanged, verify

__all__ = ["LogWasChanged", "record", "verify"]
