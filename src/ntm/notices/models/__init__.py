"""What people are told."""

from ntm.notices.models.digest import Digest
from ntm.notices.models.notice import Notice

__all__ = ["Digest", "Notice"]
