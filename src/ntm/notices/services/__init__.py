from ntm.notices.services.digest import send_digests
from ntm.notices.services.tell import mark_read, tell

__all__ = ["mark_read", "send_digests", "tell"]
