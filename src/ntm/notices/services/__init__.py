"""What is done with notices: told, read, sent once a day."""

from ntm.notices.services.digest import send_digests
from ntm.notices.services.read import mark_all_read, mark_read
from ntm.notices.services.tell import tell

__all__ = ["mark_all_read", "mark_read", "send_digests", "tell"]
