"""What waits for a person. The apps that know of work register here; the inbox and the digest ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ntm.accounts.models import User
from ntm.core.problems import Text

SOON = 3  # days left from which a piece of work is marked as near


@dataclass(frozen=True, slots=True)
class Waiting:
    """One piece of work: what, how much of it, until when, and where it is done."""

    title: Text
    lead: Text
    verb: Text  # the button, such as “Nhập số liệu”
    address: str
    due_on: date | None
    count: int = 1

    def days_left(self, day: date) -> int | None:
        """Days until it is due, below 0 when overdue; None without a due day."""
        return (self.due_on - day).days if self.due_on else None

    def is_overdue(self, day: date) -> bool:
        """Say whether its due day is over; the due day itself still counts."""
        return self.due_on is not None and self.due_on < day

    def is_soon(self, day: date) -> bool:
        """Say whether it is due today or within the next days, but not overdue."""
        left = self.days_left(day)
        return left is not None and 0 <= left <= SOON

    def when(self, day: date) -> Text:
        """Say how long is left: “quá hạn 3 ngày”, “hạn hôm nay”, “còn 5 ngày”."""
        left = self.days_left(day)
        if left is None:
            return Text("không có hạn", "no due day")
        if left == 0:
            return Text("hạn hôm nay", "due today")
        if left < 0:
            return Text(f"quá hạn {-left} ngày", f"{_days(-left)} overdue")
        return Text(f"còn {left} ngày", f"{_days(left)} left")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


Provider = Callable[[User, date], Iterable[Waiting]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` for work whenever somebody opens their inbox, and for the e-mail of the day."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def waiting_for(user: User, day: date) -> list[Waiting]:
    """Return what waits for a person, the most overdue first and what has no due day last."""
    found = [one for provider in _providers for one in provider(user, day)]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or day))
