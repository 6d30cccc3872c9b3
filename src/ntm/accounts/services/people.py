"""Making, changing, closing and opening people."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.timezone import localdate

from ntm.accounts.models import User
from ntm.accounts.problems import LastAdministrator, NameTaken, OwnRights
from ntm.accounts.selectors.administrators import somebody_else_administers
from ntm.accounts.ways_in import end_ways_in
from ntm.audit.services import record


@transaction.atomic
def add_person(username: str, *, full_name: str, email: str = "", by: str, at: datetime) -> User:
    """Make a person who can do nothing yet: no password, no assignment. Raises NameTaken."""
    if User.objects.filter(username__iexact=username).exists():
        raise NameTaken(username)
    person = User(username=username, full_name=" ".join(full_name.split()), email=email)
    person.set_unusable_password()
    person.save()
    record("accounts.person_added", subject=username, by=by, at=at, detail={"name": person.full_name, "email": email})
    return person


@transaction.atomic
def change_person(person: User, *, full_name: str, email: str, by: str, at: datetime) -> User:
    """Write down another name or e-mail; an unchanged person leaves no line in the log."""
    person = User.objects.select_for_update().get(pk=person.pk)
    wanted = {"full_name": " ".join(full_name.split()), "email": email}
    changed = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    if not changed:
        return person
    before = {f"{name}_before": getattr(person, name) for name in changed}
    for name, value in changed.items():
        setattr(person, name, value)
    person.save(update_fields=[*changed])
    record("accounts.person_changed", subject=person.username, by=by, at=at, detail={**changed, **before})
    return person


@transaction.atomic
def close_person(person: User, *, by: str, at: datetime) -> User:
    """Let nobody sign in as this person, and end their sessions and tokens. Assignments stay, for the record.

    Raises OwnRights, LastAdministrator.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.username == by:
        raise OwnRights
    if not somebody_else_administers(person, localdate(at)):
        raise LastAdministrator(str(person))
    person.is_active = False
    person.save(update_fields=["is_active"])
    ended = end_sessions(person)
    end_ways_in(person, by=by, at=at)
    record("accounts.person_closed", subject=person.username, by=by, at=at, detail={"sessions": ended})
    return person


@transaction.atomic
def open_person(person: User, *, by: str, at: datetime) -> User:
    """Let a closed person sign in again, with the assignments that still hold."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.username == by:
        raise OwnRights
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("accounts.person_opened", subject=person.username, by=by, at=at)
    return person


def end_sessions(person: User) -> int:
    """Sign a person out everywhere; return how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)
