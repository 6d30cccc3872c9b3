"""One mapping of a data file, read key by key; whatever is missing or ill-formed becomes a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ntm.core.problems import Fault, Text

NOTHING = Text("", "")


@dataclass(slots=True)
class Section:
    """A mapping and the place where it stands, such as ``clauses[3]``.

    Reading never stops: a value that cannot be read gives an empty one and a fault, so that the
    person who wrote the file sees all its faults at once.
    """

    place: str
    content: Mapping[str, object]
    faults: list[Fault]
    asked: set[str] = field(default_factory=set)

    def fault(self, key: str, what: Text, do: Text) -> None:
        self.faults.append(Fault(f"{self.place}.{key}" if self.place else key, what, do))

    def text(self, key: str, *, optional: bool = False) -> str:
        """Return a text; empty where ``optional`` and absent."""
        found = self._get(key)
        if isinstance(found, str) and (found or optional):
            return found
        if not (optional and found is None):
            self._wanted(key, Text("một dòng chữ", "a text"), Text('"…"', '"…"'))
        return ""

    def one_of(self, key: str, words: list[str]) -> str:
        """Return a text that stands in ``words``."""
        found = self._get(key)
        if found in words:
            return str(found)
        self._wanted(
            key, Text("một trong các từ đã định", "one of the known words"), Text(", ".join(words), ", ".join(words))
        )
        return words[0]

    def words(self, key: str, *, optional: bool = False) -> Text:
        """Return ``{vi: …, en: …}``."""
        found = self._get(key)
        if found is None and optional:
            return NOTHING
        return self._as_words(key, found)

    def list_of_words(self, key: str) -> tuple[Text, ...]:
        return tuple(self._as_words(f"{key}[{number}]", each) for number, each in enumerate(self._list(key), 1))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where absent."""
        return tuple(str(each) for each in self._list(key))

    def day(self, key: str) -> date:
        found = self._get(key)
        if type(found) is date:
            return found
        self._wanted(key, Text("một ngày", "a day"), Text("2024-02-23", "2024-02-23"))
        return date.min

    def optional_day(self, key: str) -> date | None:
        return None if self._get(key) is None else self.day(key)

    def whole(self, key: str) -> int:
        """Return a whole number that is not negative."""
        found = self._get(key)
        if isinstance(found, int) and not isinstance(found, bool) and found >= 0:
            return found
        self._wanted(key, Text("một số nguyên không âm", "a whole number, not negative"), Text("2", "2"))
        return 0

    def optional_whole(self, key: str) -> int | None:
        return None if self._get(key) is None else self.whole(key)

    def yes_or_no(self, key: str) -> bool:
        found = self._get(key)
        if not isinstance(found, bool):
            self._wanted(key, Text("true hoặc false", "true or false"), Text("true", "true"))
        return bool(found)

    def section(self, key: str, *, optional: bool = False) -> Section:
        found = self._get(key)
        if not isinstance(found, Mapping) and not (optional and found is None):
            self._wanted(key, Text("một khối có khóa", "a block of keys"), Text("khóa: giá trị", "key: value"))
        inner = found if isinstance(found, Mapping) else {}
        return Section(f"{self.place}.{key}" if self.place else key, inner, self.faults)

    def sections(self, key: str) -> list[Section]:
        """Return a list of mappings; empty where absent."""
        place = f"{self.place}.{key}" if self.place else key
        found = []
        for number, each in enumerate(self._list(key), 1):
            if isinstance(each, Mapping):
                found.append(Section(f"{place}[{number}]", each, self.faults))
            else:
                self._wanted(
                    f"{key}[{number}]", Text("một khối có khóa", "a block of keys"), Text("- khóa: …", "- key: …")
                )
        return found

    def close(self) -> None:
        """Note each key that nobody asked for: most often a misspelt one."""
        for key in sorted(str(key) for key in set(self.content) - self.asked):
            self.fault(
                key,
                Text("Không có khóa này.", "There is no such key."),
                Text(
                    f"Sửa tên hoặc xóa; các khóa có thể dùng: {', '.join(sorted(self.asked))}.",
                    f"Correct or delete it; the keys are: {', '.join(sorted(self.asked))}.",
                ),
            )

    def _get(self, key: str) -> object:
        self.asked.add(key)
        return self.content.get(key)

    def _list(self, key: str) -> list[object]:
        found = self._get(key)
        if found is not None and not isinstance(found, list):
            self._wanted(key, Text("một danh sách", "a list"), Text("- …", "- …"))
        return found if isinstance(found, list) else []

    def _as_words(self, key: str, found: object) -> Text:
        if isinstance(found, Mapping) and set(found) == {"vi", "en"} and all(found.values()):
            return Text(str(found["vi"]), str(found["en"]))
        example = '{vi: "…", en: "…"}'
        self._wanted(key, Text("chữ bằng hai thứ tiếng", "words in both languages"), Text(example, example))
        return NOTHING

    def _wanted(self, key: str, kind: Text, example: Text) -> None:
        self.fault(
            key,
            Text(f"Ở đây cần {kind.vi}.", f"This must be {kind.en}."),
            Text(f"Viết như: {example.vi}.", f"Write it like: {example.en}."),
        )
