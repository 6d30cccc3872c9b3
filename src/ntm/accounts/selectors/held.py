"""What a person holds today, in their own name or for somebody who is away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from ntm.accounts.models import Assignment, Delegation, User
from ntm.accounts.rights import GIVES, Right
from ntm.areas.models import Unit

_KEPT = "_held"  # on the user of one request: each page asks several times


@dataclass(frozen=True, slots=True)
class Held:
    """One role that a person may act in: where, for which office, and in whose place.

    ``office`` is a code of ``law/offices.yaml``, empty when the role stands for no office.
    ``instead_of`` is the user name of the absent colleague, empty when the role is the person's own.
    """

    role: str
    unit: Unit
    office: str
    instead_of: str

    def gives(self, right: Right) -> bool:
        return right in GIVES[self.role]


def held_by(user: User | AnonymousUser, day: date) -> tuple[Held, ...]:
    """Return the roles a person holds on ``day``, their own and those handed to them; one query a request."""
    if user.is_anonymous:
        return ()
    kept: dict[date, tuple[Held, ...]] = user.__dict__.setdefault(_KEPT, {})
    if day not in kept:
        kept[day] = tuple(_held(user, day))
    return kept[day]


def holds_right(user: User | AnonymousUser, right: Right, day: date) -> bool:
    """Say whether a person has a right anywhere on ``day``."""
    return any(held.gives(right) for held in held_by(user, day))


def _held(user: User, day: date) -> Iterable[Held]:
    handed_on = Delegation.objects.on(day).filter(to=user).values("assignment")
    rows = (
        Assignment.objects.on(day)
        .filter(Q(user=user) | Q(pk__in=handed_on, user__is_active=True))
        .select_related("unit", "office", "user")
        .order_by("pk")
    )
    for row in rows:
        office = row.office.code if row.office else ""
        yield Held(row.role, row.unit, office, "" if row.user_id == user.pk else row.user.username)
