"""The words by which a plan is understood, from ``reference/plan-words``: nothing of one province stands in code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from ntm.core.problems import Problem, Text
from ntm.criteria.selectors import rulebook


class WordsUnreadable(Problem):
    """A file of words is not as it should be."""

    code = "plans/words-unreadable"

    def __init__(self, path: Path, told: str) -> None:
        super().__init__(
            Text(f"Không đọc được {path.name}: {told}.", f"{path.name} cannot be read: {told}."),
            Text("Sửa tệp theo các khóa của general.yaml.", "Correct it after the keys of general.yaml."),
        )


@dataclass(frozen=True, slots=True)
class Body:
    """A body that work is given to; ``level`` are words of a heading that speak of all such bodies."""

    code: str
    name: Text
    words: tuple[str, ...] = ()
    level: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionWords:
    kind: str
    words: tuple[str, ...]
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceWords:
    """Words of a source of capital; ``investment`` and ``recurrent`` are steps below whatever stands above them.

    ``sums`` are codes that this one only joins.
    """

    code: str
    words: tuple[str, ...]
    first: int = 0
    last: int = 9999
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the reader knows by words."""

    sections: tuple[SectionWords, ...] = ()
    bodies: tuple[Body, ...] = ()
    nobody: tuple[str, ...] = ()
    body_begins: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    sources: tuple[SourceWords, ...] = ()
    issuers: Mapping[str, Text] | None = None

    def with_bodies(self, more: Iterable[Body]) -> Words:
        """Return these words and further bodies; one that is known already only gains names."""
        by_code = {body.code: body for body in self.bodies}
        for body in more:
            known = by_code.get(body.code)
            if known:
                by_code[body.code] = replace(known, words=(*known.words, body.name.vi, *body.words))
            else:
                by_code[body.code] = body
        return replace(self, bodies=tuple(by_code.values()))

    @property
    def names(self) -> dict[str, Text]:
        """Return the names of all bodies by code."""
        return {body.code: body.name for body in self.bodies}

    def sources_of(self, year: int | None) -> tuple[SourceWords, ...]:
        """Return the sources of a year; without one, those of the first tree."""
        return tuple(one for one in self.sources if one.first <= (year or 0) <= one.last)


def folded(text: str) -> str:
    """Return a text as words are compared: small letters, single spaces, one kind of dash, no space before commas."""
    low = re.sub(r"\s+", " ", text.lower().replace("–", "-").replace("—", "-"))
    return re.sub(r"\s+,", ",", low)


def words_of_files(folder: Path | None = None) -> Words:
    """Return the words of every file of the folder, by default ``reference/plan-words``. Raises WordsUnreadable."""
    return _read(folder or settings.REFERENCE_FOLDER / "plan-words")


def known_words() -> Words:
    """Return the words of the files and the names of all bodies of the law."""
    return words_of_files().with_bodies(Body(one.code, one.name) for one in rulebook().offices.values())


@cache
def _read(folder: Path) -> Words:
    found = Words()
    for path in sorted(folder.glob("*.yaml")):
        try:
            found = _joined(found, yaml.safe_load(path.read_text(encoding="utf-8")) or {})
        except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise WordsUnreadable(path, " ".join(str(error).split())[:200]) from error
    return found


def _joined(known: Words, file: Mapping[str, Any]) -> Words:
    unknown = set(file) - {"sections", "bodies", "nobody", "body_begins", "whole", "sources", "issuers"}
    if unknown:
        raise ValueError(f"no such key: {', '.join(sorted(unknown))}")
    bodies = [
        Body(one["code"], _text(one["name"]), tuple(one.get("words", ())), tuple(one.get("level", ())))
        for one in file.get("bodies", ())
    ]
    return replace(
        known.with_bodies(bodies),
        sections=(*known.sections, *(_section(one) for one in file.get("sections", ()))),
        nobody=(*known.nobody, *file.get("nobody", ())),
        body_begins=(*known.body_begins, *file.get("body_begins", ())),
        whole=(*known.whole, *file.get("whole", ())),
        sources=(*known.sources, *(_source(one) for one in file.get("sources", ()))),
        issuers={**(known.issuers or {}), **{key: _text(name) for key, name in file.get("issuers", {}).items()}},
    )


def _section(one: Mapping[str, Any]) -> SectionWords:
    return SectionWords(one["kind"], tuple(one["words"]), tuple(one.get("instead_of", ())))


def _source(one: Mapping[str, Any]) -> SourceWords:
    return SourceWords(
        one["code"], tuple(one["words"]), one.get("from", 0), one.get("until", 9999), tuple(one.get("sums", ()))
    )


def _text(one: Mapping[str, str]) -> Text:
    return Text(one["vi"], one["en"])
