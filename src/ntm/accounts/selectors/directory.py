"""Finding people, and what each holds and has handed on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ntm.accounts.models import Assignment, Delegation, Office, User
from ntm.accounts.selectors.held import Held
from ntm.accounts.selectors.visible import units_of
from ntm.areas.models import Unit
from ntm.areas.names import search_key
from ntm.areas.selectors import ancestors

OPEN, CLOSED, IDLE = "open", "closed", "idle"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which people a page asks for; what is empty leaves everybody. ``state``: open, closed or idle (no role)."""

    words: str = ""
    role: str = ""
    unit: str = ""
    state: str = ""


def directory(people: QuerySet[User], wanted: Wanted, day: date) -> QuerySet[User]:
    """Narrow ``people`` to the wanted ones, by name; each with the assignments of ``day`` as ``held``."""
    for word in search_key(wanted.words).split():
        people = people.filter(search_name__contains=word)
    held = Assignment.objects.on(day).filter(user=OuterRef("pk"))
    if wanted.role:
        people = people.filter(Exists(held.filter(role=wanted.role)))
    if wanted.unit:
        units = Unit.objects.filter(search_name__contains=search_key(wanted.unit)) | Unit.objects.filter(
            code=wanted.unit.strip()
        )
        people = people.filter(Exists(held.filter(unit__in=units.values("pk"))))
    if wanted.state in {OPEN, CLOSED}:
        people = people.filter(is_active=wanted.state == OPEN)
    elif wanted.state == IDLE:
        people = people.filter(~Exists(held), is_active=True)
    now = Assignment.objects.on(day).select_related("unit", "office").order_by("pk")
    return people.prefetch_related(Prefetch("assignments", now, to_attr="held")).order_by("search_name", "pk")


def colleagues(assignment: Assignment, words: str, day: date, limit: int = 12) -> list[User]:
    """Return active people who hold a role in the province of an assignment, by a part of their name."""
    parts = search_key(words).split()
    if not parts:
        return []
    above = ancestors(assignment.unit, day)
    province = above[0] if above else assignment.unit
    units = units_of([Held(assignment.role, province, "", "")], day)
    here = Assignment.objects.on(day).filter(user=OuterRef("pk"), unit__in=units.values("pk"))
    found = User.objects.filter(Exists(here), is_active=True).exclude(pk=assignment.user_id)
    for part in parts:
        found = found.filter(search_name__contains=part)
    return list(found.order_by("search_name", "pk")[:limit])


def assignments_of(person: User) -> QuerySet[Assignment]:
    """Return everything a person holds, held and will hold, the newest first."""
    return person.assignments.select_related("unit", "office").order_by("-valid_from", "-pk")


def delegations_given(person: User, day: date) -> QuerySet[Delegation]:
    """Return what a person has handed on that lasts on ``day`` or begins later."""
    return _delegations(day).filter(assignment__user=person)


def delegations_received(person: User, day: date) -> QuerySet[Delegation]:
    """Return what was handed to a person that lasts on ``day`` or begins later."""
    return _delegations(day).filter(to=person)


def offices_with_people(units: QuerySet[Unit], day: date) -> QuerySet[Office]:
    """Return every office with the assignments in ``units`` that stand for it on ``day``, as ``held``."""
    now = Assignment.objects.on(day).filter(unit__in=units.values("pk"), user__is_active=True)
    with_people = now.select_related("user", "unit").order_by("user__search_name")
    return Office.objects.prefetch_related(Prefetch("assignments", with_people, to_attr="held")).order_by("name")


def _delegations(day: date) -> QuerySet[Delegation]:
    lasting = Delegation.objects.filter(valid_until__gte=day)
    return lasting.select_related("assignment__user", "assignment__unit", "to").order_by("valid_from", "pk")
