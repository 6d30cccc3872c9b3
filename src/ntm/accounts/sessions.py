"""How long a session lasts: until nothing was done for a while, and never longer than a working day."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.utils.translation import gettext as _

from ntm.ui.clock import AHEAD

BEGAN, SEEN = "began_at", "seen_at"  # in the session: seconds since 1970
_OFTEN = 12  # the moment of the last act is written down a dozen times in the span that is waited


def begin(request: HttpRequest) -> None:
    """Write down when somebody signed in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def renew_key(request: HttpRequest) -> None:
    """Go on under a new session key and form key: whoever knew the old ones holds nothing."""
    before = request.session.session_key
    request.session.cycle_key()
    rotate_token(request)
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)


class SessionLimits:
    """Sign out whoever did nothing for ``SESSION_COOKIE_AGE`` or signed in longer ago than ``SESSION_LONGEST``.

    A moment that lies ahead was written while the clock was wrong, so nobody knows how long ago it was: that ends a
    session too. The next page asks to sign in and leads back to where the person was.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._look_at(request)
        return self.answer(request)

    def _look_at(self, request: HttpRequest) -> None:
        now, session = int(time.time()), request.session
        began, seen = session.get(BEGAN), session.get(SEEN)
        if began is None or seen is None:  # a session from before there were limits begins now
            begin(request)
        elif _is_over(now - began, now - seen):
            logout(request)
            messages.info(
                request,
                _("The session ended after a while of nothing, or after a working day. Sign in again to go on."),
            )
        elif now - seen > settings.SESSION_COOKIE_AGE / _OFTEN:
            session[SEEN] = now


def _is_over(age: float, idle: float) -> bool:
    """Say whether a session is over that began, and was last used, so many seconds ago."""
    too_long = age > settings.SESSION_LONGEST.total_seconds() or idle > settings.SESSION_COOKIE_AGE
    return too_long or min(age, idle) < -AHEAD.total_seconds()
