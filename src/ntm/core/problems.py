"""Errors that a person can put right, in the two languages of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or name in Vietnamese and English; Vietnamese stands first."""

    vi: str
    en: str

    def said_in(self, language: str) -> str:
        """Return the wording for a language code such as ``vi`` or ``en-gb``."""
        return self.en if language.startswith("en") else self.vi

    def __str__(self) -> str:
        return self.vi


class Problem(Exception):
    """Something went wrong that a person can put right.

    ``what`` says what happened, ``do`` says what to do next. ``code`` never changes, so that
    the screen, the API, the log and the translators speak of the same thing.
    """

    code = "problem"

    def __init__(self, what: Text, do: Text) -> None:
        super().__init__(f"{what.vi} {do.vi}")
        self.what, self.do = what, do

    def said_in(self, language: str) -> str:
        """Return both sentences in one language, for a terminal or a log line."""
        return f"{self.what.said_in(language)} {self.do.said_in(language)}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in something that a person gave us, with the place where it stands."""

    place: str
    what: Text
    do: Text

    def said_in(self, language: str) -> str:
        return f"{self.place}: {self.what.said_in(language)} {self.do.said_in(language)}"


class Faults(Problem):
    """A file or an import was refused whole; every fault in it is listed."""

    code = "faults"

    def __init__(self, what: Text, faults: Sequence[Fault]) -> None:
        super().__init__(
            what,
            Text(
                "Không có gì bị thay đổi. Hãy sửa các lỗi dưới đây rồi thực hiện lại.",
                "Nothing was changed. Put the faults below right and try again.",
            ),
        )
        self.faults = tuple(faults)

    def said_in(self, language: str) -> str:
        lines = [super().said_in(language), *(f"- {fault.said_in(language)}" for fault in self.faults)]
        return "\n".join(lines)
