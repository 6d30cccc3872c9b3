"""What every page needs around its content, worked out only when a template asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.ui import days, navigation, notes, place
from ntm.ui.clock import today
from ntm.ui.requests import Request


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the top bar, ready to be drawn."""

    label: Text
    address: str
    is_current: bool
    count: int


class Shell:
    """The frame of one page: its day, its place, its notes, its navigation.

    An answer made before the day is known, as to a refused host name, falls back on the default day.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self.day: date = getattr(request, "day", None) or today()

    @property
    def is_demo(self) -> bool:
        return bool(settings.DEMO)

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def period(self) -> Quarter:
        return Quarter.last_closed_on(self.day)

    @cached_property
    def place(self) -> str:
        return place.place_name(self._request)

    @cached_property
    def notes(self) -> tuple[Text, ...]:
        return notes.gathered(self._request)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        query = "" if self.day == today() else f"?day={self.day}"
        return tuple(
            Link(
                entry.label,
                f"{entry.address}{query}{f'#{entry.anchor}' if entry.anchor else ''}",
                entry.is_current(self._request),
                entry.count(self._request) if entry.count else 0,
            )
            for entry in navigation.entries_for(self._request)
        )

    @property
    def stops(self) -> list[date]:
        return days.stops()

    @property
    def stop(self) -> date:
        return days.nearest_stop(self.day)

    @property
    def choices(self) -> list[days.Choice]:
        return days.choices(self.day, timezone.localdate())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else stands in the address, so that choosing a day keeps the filters."""
        lists = self._request.GET.lists()
        return [(name, value) for name, values in lists if name != "day" for value in values]


def shell(request: Request) -> dict[str, Shell]:
    """Give every template the frame of its page as ``shell``."""
    return {"shell": Shell(request)}
