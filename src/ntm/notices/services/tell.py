from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from ntm.accounts.models import User
from ntm.core.problems import Text
from ntm.notices.models import Notice

_LONGEST = 500


@transaction.atomic
def tell(people: Iterable[User], *, about: str, words: Text, address: str, at: datetime) -> list[Notice]:
    """Tell people something once: what they have not read yet of the same matter and page is said anew.

    ``address`` is a path on this site. Nobody whose account is closed is told.
    """
    to = {person.pk: person for person in people if person.is_active}
    Notice.objects.filter(to__in=to, about=about, address=address, read_at=None).delete()
    vi, en = words.vi[:_LONGEST], words.en[:_LONGEST]
    return Notice.objects.bulk_create(
        Notice(to=person, about=about, vi=vi, en=en, address=address, made_at=at) for person in to.values()
    )


def mark_read(notices: QuerySet[Notice], *, at: datetime) -> int:
    """Mark notices as read; those read before keep their moment. Returns how many changed."""
    return notices.filter(read_at=None).update(read_at=at)
