"""Ways back in for people who have no e-mail: a link made by an administrator, and forgetting what is lost."""

from __future__ import annotations

from datetime import datetime

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from axes.utils import reset
from django.db import transaction
from django.urls import reverse

from ntm.accounts.models import User
from ntm.accounts.problems import OwnRights, PersonClosed
from ntm.accounts.services.people import end_sessions
from ntm.accounts.ways_in import end_ways_in
from ntm.audit.services import record


@transaction.atomic
def set_password_link(person: User, *, by: str, at: datetime) -> str:
    """Return the address, without the host, where a person sets a password once; good for three days.

    It dies when the password is set, and when the person signs in. Raises OwnRights,
    as one's own password is changed by the old one, and PersonClosed.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.username == by:
        raise OwnRights
    if not person.is_active:
        raise PersonClosed(str(person))
    record("accounts.password_link_made", subject=person.username, by=by, at=at)
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return set_password_address(user_pk_to_url_str(person), token)


def set_password_address(person: str, token: str) -> str:
    return reverse("account_reset_password_from_key", kwargs={"uidb36": person, "key": token})


@transaction.atomic
def unlock(person: User, *, by: str, at: datetime) -> int:
    """Open a name that wrong passwords closed, on every machine; return how many locks there were."""
    opened: int = reset(username=person.username)
    record("accounts.unlocked", subject=person.username, by=by, at=at, detail={"locks": opened})
    return opened


@transaction.atomic
def forget_second_step(person: User, *, by: str, at: datetime) -> int:
    """Take away the authenticator app, passkeys and recovery codes of somebody who lost them; return how many.

    Their sessions and tokens end, as whoever found the phone may hold one.

    Raises OwnRights: one's own are taken away after proving who one is.
    """
    if person.username == by:
        raise OwnRights
    gone: int = Authenticator.objects.filter(user=person).delete()[0]
    end_sessions(person)
    end_ways_in(person, by=by, at=at)
    record("accounts.second_step_forgotten", subject=person.username, by=by, at=at, detail={"count": gone})
    return gone
