"""The register of legal acts: which sets rest on each, and how to find one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ntm.areas.names import search_key
from ntm.core.rulebook import CriteriaSet, Indicator, Rulebook, Source


@dataclass(frozen=True, slots=True)
class Citation:
    """One act with the sets that name it, as their basis or as the source of a level."""

    source: Source
    sets: tuple[CriteriaSet, ...]


def citations(book: Rulebook, asked: str = "") -> list[Citation]:
    """Return the acts, newest first; with ``asked``, those that have every one of its words."""
    cited = {one.id: set(_cited(one)) for one in book.sets.values()}
    words = search_key(asked).split()
    found = [source for source in book.sources.values() if all(word in _searched(source) for word in words)]
    found.sort(key=lambda one: one.issued_on or date.min, reverse=True)
    return [Citation(one, tuple(s for s in book.sets.values() if one.number in cited[s.id])) for one in found]


def sources_of(book: Rulebook, indicator: Indicator) -> list[Source]:
    """Return the acts that an indicator rests on, in the order in which they are met."""
    numbers = dict.fromkeys(_cited_by(indicator))
    return [book.sources[number] for number in numbers if number in book.sources]


def number_of(source: str) -> str:
    """Return the number with which a citation opens: ``318/QĐ-TTg, Phụ lục I, 10`` → ``318/QĐ-TTg``."""
    return source.split(",", maxsplit=1)[0].strip()


def _cited(criteria_set: CriteriaSet) -> Iterator[str]:
    yield from criteria_set.legal_bases
    for indicator in (*criteria_set.indicators, *(one.indicator for one in criteria_set.preconditions)):
        yield from _cited_by(indicator)


def _cited_by(indicator: Indicator) -> Iterator[str]:
    if indicator.levels:
        for dated in indicator.levels.by_key.values():
            yield from (number_of(level.source) for _, level in dated.steps)
    if indicator.multiple:
        yield number_of(indicator.multiple.source)
        yield from _cited_by(indicator.multiple.of)
    yield from (one.source for one in indicator.amendments)
    for part in indicator.parts:
        yield from _cited_by(part)


def _searched(source: Source) -> str:
    note = (source.note.vi, source.note.en) if source.note else ()
    texts = (source.number, source.issuer.vi, source.issuer.en, source.subject.vi, source.subject.en, *note)
    return search_key(" ".join(texts))
