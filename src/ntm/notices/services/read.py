from __future__ import annotations

from datetime import datetime

from ntm.accounts.models import User
from ntm.notices.models import Notice


def mark_read(notice: Notice, *, at: datetime) -> None:
    """Mark a notice as read; one that was read before keeps its moment."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(user: User, *, at: datetime) -> int:
    """Mark everything that a person was told as read; return how many notices that were unread."""
    return Notice.objects.filter(to=user, read_at=None).update(read_at=at)
