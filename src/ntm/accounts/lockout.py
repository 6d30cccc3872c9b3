"""Wrong passwords: which of them count, and what somebody reads after too many."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ntm.core.problems import Problem, Text
from ntm.ui.clock import AHEAD
from ntm.ui.middleware import problem_page


class WrongPasswords(AxesDatabaseHandler):  # type: ignore[misc]  # the library has no types
    """Counts wrong passwords of the last quarter of an hour; those from a day to come are none."""

    def get_user_attempts(self, *args: Any, **kwargs: Any) -> list[QuerySet[AccessAttempt]]:
        until = timezone.now() + AHEAD
        return [attempts.filter(attempt_time__lte=until) for attempts in super().get_user_attempts(*args, **kwargs)]

    def clean_expired_user_attempts(self, *args: Any, **kwargs: Any) -> int:
        AccessAttempt.objects.filter(attempt_time__gt=timezone.now() + AHEAD).delete()
        expired: int = super().clean_expired_user_attempts(*args, **kwargs)
        return expired


class TooManyWrongPasswords(Problem):
    """One name was tried too often from one machine; even the right password waits now."""

    code = "accounts/too-many-wrong-passwords"

    def __init__(self, times: int, wait: timedelta) -> None:
        minutes = int(wait.total_seconds() // 60)
        super().__init__(
            Text(
                f"Mật khẩu đã sai {times} lần. Tên đăng nhập này tạm khóa trên máy này {minutes} phút.",
                f"The password was wrong {times} times. This name is closed on this machine for {minutes} minutes.",
            ),
            Text(
                "Hãy đợi rồi thử lại, hoặc nhờ quản trị hệ thống của tỉnh mở khóa.",
                "Wait and try again, or ask the administrator of your province to open it.",
            ),
        )


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Answer 429 with the way out; the same whether or not such a user exists."""
    problem = TooManyWrongPasswords(settings.AXES_FAILURE_LIMIT, settings.AXES_COOLOFF_TIME)
    return problem_page(request, problem, status=429)
