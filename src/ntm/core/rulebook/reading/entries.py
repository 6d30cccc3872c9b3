"""One mapping of a law file as it is read: asks for keys, and lists what is wrong with them.

Each question returns something harmless when the answer is faulty, so that reading goes on and the
next faults are found too; nothing read that way survives, since the book is refused in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from ntm.core.problems import Text
from ntm.core.rulebook.faults import FaultList, listed, place_in

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

BLANK = Text("", "")
NO_DAY = date.min


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping at ``keys`` inside ``file``; ``file`` is relative to the law folder."""

    file: str
    keys: tuple[str, ...]
    content: Mapping[Any, Any]
    faults: FaultList

    def fault(self, key: str | None, what: Text, do: Text) -> None:
        """List a fault at one of the keys, or at the mapping itself."""
        self.faults.add(place_in(self.file, self.keys if key is None else (*self.keys, key)), what, do)

    def has(self, key: str) -> bool:
        return key in self.content

    def expects(self, required: Iterable[str], optional: Iterable[str] = ()) -> None:
        """List required keys that are missing, and keys that nobody knows."""
        needed, allowed = list(required), [*required, *optional]
        for key in needed:
            if key not in self.content:
                self.fault(
                    key,
                    Text(f"Thiếu khóa “{key}”.", f"The key “{key}” is missing."),
                    Text(f"Hãy thêm khóa “{key}”.", f"Add the key “{key}”."),
                )
        for key in self.content:
            if key not in allowed:
                self.fault(
                    str(key),
                    Text(f"Không hiểu khóa “{key}”.", f"Nothing is called “{key}” here."),
                    Text(f"Các khóa được dùng ở đây: {listed(allowed)}.", f"Use one of: {listed(allowed)}."),
                )

    def entry(self, key: str) -> Entry:
        """Return the mapping under ``key``; an empty one when it is missing or not a mapping."""
        return self.under(key, self.content[key]) if key in self.content else self.under(key, {})

    def under(self, key: str, found: object) -> Entry:
        """Return ``found``, which stands under ``key``, as an entry; a fault when it is not a mapping."""
        if not isinstance(found, dict):
            self.fault(
                key,
                Text("Ở đây cần một nhóm khóa, không phải một giá trị.", "Keys are expected here, not one value."),
                Text("Hãy viết các khóa thụt vào bên dưới.", "Write the keys indented below."),
            )
        return Entry(self.file, (*self.keys, key), found if isinstance(found, dict) else {}, self.faults)

    def entries(self, key: str) -> Iterator[tuple[str, Entry]]:
        """Yield each mapping under the mapping at ``key``, by its key."""
        below = self.entry(key)
        for name, found in below.content.items():
            yield str(name), below.under(str(name), found)

    def words(self, key: str) -> str:
        """Return a line of writing, never blank."""
        found = self.content.get(key)
        if isinstance(found, str) and found.strip():
            return found
        if key in self.content:
            self.fault(
                key,
                Text(f"“{found}” không phải là chữ.", f"“{found}” is not writing."),
                Text("Hãy viết chữ trong ngoặc kép.", "Write words between double quotes."),
            )
        return ""

    def text(self, key: str) -> Text:
        """Return a text that stands in both languages as ``{vi: …, en: …}``."""
        if key not in self.content:
            return BLANK
        both = self.entry(key)
        both.expects(["vi", "en"])
        return Text(both.words("vi"), both.words("en"))

    def text_or_none(self, key: str) -> Text | None:
        return self.text(key) if self.has(key) else None

    def choice(self, key: str, kind: type[E], default: E) -> E:
        """Return one of the words of ``kind``; YAML turns a bare yes into true, which is taken for the word."""
        found = self.content.get(key, default)
        word = {True: "yes", False: "no"}.get(found, found) if isinstance(found, bool) else found
        if isinstance(word, str) and word in list(kind):
            return kind(word)
        self.fault(
            key,
            Text(f"Không hiểu từ “{found}”.", f"The word “{found}” is not known here."),
            Text(f"Hãy dùng một trong: {listed(kind)}.", f"Use one of: {listed(kind)}."),
        )
        return default

    def flag(self, key: str, *, default: bool) -> bool:
        found = self.content.get(key, default)
        if isinstance(found, bool):
            return found
        self.fault(
            key,
            Text(f"“{found}” không phải là yes hay no.", f"“{found}” is neither yes nor no."),
            Text("Hãy viết yes hoặc no.", "Write yes or no."),
        )
        return default

    def day(self, key: str) -> date:
        """Return a day written 2024-03-01."""
        if key not in self.content:
            return NO_DAY
        return self.as_day(self.content[key], key)

    def day_or_word(self, key: str, word: str) -> date | None:
        """Return a day, or None where the file says ``word`` (``open``, ``unknown``, ``never``)."""
        return None if self.content.get(key) == word else self.day(key)

    def as_day(self, found: object, key: str) -> date:
        """Read a day from a key or a value; list a fault and return NO_DAY otherwise."""
        if isinstance(found, date) and not isinstance(found, datetime):
            return found
        if isinstance(found, str):
            try:
                return date.fromisoformat(found)
            except ValueError:
                pass
        self.fault(
            key,
            Text(f"“{found}” không phải là một ngày có thật.", f"“{found}” is not a day of the calendar."),
            Text("Hãy viết ngày dạng 2024-03-01.", "Write the day as 2024-03-01."),
        )
        return NO_DAY

    def count(self, key: str) -> int:
        found = self.content.get(key, 0)
        if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
            return found
        self.fault(
            key,
            Text(f"“{found}” không phải là số đếm.", f"“{found}” is not a count."),
            Text("Hãy viết số nguyên từ 0 trở lên.", "Write a whole number, 0 or more."),
        )
        return 0

    def number(self, key: str) -> Decimal:
        found = self.content.get(key, 0)
        if isinstance(found, int | Decimal) and not isinstance(found, bool):
            return Decimal(found)
        self.fault(
            key,
            Text(f"“{found}” không phải là số.", f"“{found}” is not a number."),
            Text("Hãy viết số, dùng dấu chấm thập phân.", "Write a number with a decimal point."),
        )
        return Decimal(0)

    def list_of_words(self, key: str) -> tuple[str, ...]:
        found = self.content.get(key, [])
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return tuple(found)
        self.fault(
            key,
            Text("Ở đây cần một danh sách các từ.", "A list of words is expected here."),
            Text('Hãy viết dạng ["một", "hai"].', 'Write it as ["one", "two"].'),
        )
        return ()

    def dated(self, key: str, read: Callable[[Entry, Any, str], T]) -> tuple[tuple[date, T], ...]:
        """Return steps in order of their days, each read by ``read(steps, value, key)``."""
        below = self.entry(key)
        steps: list[tuple[date, T]] = []
        for name, found in below.content.items():
            begins = below.as_day(name, str(name))
            if begins is NO_DAY:
                continue
            if steps and begins <= steps[-1][0]:
                same = begins == steps[-1][0]
                below.fault(
                    str(name),
                    Text("Ngày này có hai lần.", "This day stands twice.")
                    if same
                    else Text("Các mốc không theo thứ tự thời gian.", "The steps are not in the order of their days."),
                    Text("Giữ một mốc cho mỗi ngày.", "Keep one step for each day.")
                    if same
                    else Text("Hãy xếp mốc cũ trước, mốc mới sau.", "Put the older step above the newer one."),
                )
            steps.append((begins, read(below, found, str(name))))
        if self.has(key) and not steps:
            self.fault(
                key,
                Text("Không có mốc ngày nào.", "There is no dated step."),
                Text("Hãy thêm ít nhất một mốc ngày.", "Add at least one step with its day."),
            )
        return tuple(steps)
