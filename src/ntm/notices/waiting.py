"""What waits for a person. The apps that know of work register here; the inbox and the digest ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from ntm.accounts.models import User
from ntm.core.problems import Text


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

    def when(self, day: date) -> Text:
        """Say how long is left: “quá hạn 3 ngày”, “hạn hôm nay”, “còn 5 ngày”."""
        left = self.days_left(day)
        if left is None:
            return Text("không có hạn", "no due day")
        if left == 0:
            return Text("hạn hôm nay", "due today")
        if left < 0:
            return Text(f"quá hạn {-left} ngày", f"{-left} days overdue")
        return Text(f"còn {left} ngày", f"{left} days left")


Provider = Callable[[User, date], Iterable[Waiting]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Ask ``provider`` for work whenever somebody opens their inbox."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def waiting_for(user: User, day: date) -> list[Waiting]:
    """Return what waits for a person, the most overdue first and what has no due day last."""
    found = [one for provider in _providers for one in provider(user, day)]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or day))
