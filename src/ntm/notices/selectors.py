"""Questions about what people were told."""

from __future__ import annotations

from django.db.models import QuerySet

from ntm.accounts.models import User
from ntm.notices.models import Notice


def notices_of(user: User) -> QuerySet[Notice]:
    """Return everything that a person was told, the newest first."""
    return Notice.objects.filter(to=user).order_by("-made_at", "-pk")


def unread_count(user: User) -> int:
    """Count what a person was told and has not opened; one query."""
    return Notice.objects.filter(to=user, read_at=None).count()


def not_mailed(user: User) -> QuerySet[Notice]:
    """Return what a person has neither read nor got by e-mail, the oldest first."""
    return Notice.objects.filter(to=user, read_at=None, mailed_at=None).order_by("made_at", "pk")
