#!/usr/bin/env python3
"""The translations: makes the compiled catalogues, and finds sentences without Vietnamese.

    tools/messages.py compile   every src/ntm/<app>/locale/<language>/LC_MESSAGES/django.po that changed
    tools/messages.py check     lists each message that no catalogue translates, or several in different words

Message ids are English sentences, so English needs no catalogue. A sentence that two apps share is
translated in one of them: Django looks through all of them.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

SOURCES = Path(__file__).resolve().parents[1] / "src" / "ntm"
CATALOGUES = "*/locale/{language}/LC_MESSAGES/django.po"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
# What templatize makes of a page: calls with plain strings among masked text.
_CALL = re.compile(r"""\b(?:n?gettext|_)\(((?:u?"(?:[^"\\]|\\.)*"|u?'(?:[^'\\]|\\.)*'|[,\s])+)""")
# A message and its words; babel keeps only the last of those that stand twice in one catalogue.
_ENTRY = re.compile(r'^msgid "(.*)"\nmsgstr "(.*)"$', re.MULTILINE)


def main(words: list[str]) -> int:
    acts = {"compile": compile_catalogues, "check": check}
    if len(words) != 1 or words[0] not in acts:
        print(__doc__)
        return 2
    return acts[words[0]]()


def compile_catalogues() -> int:
    """Write each .mo that is missing or older than its .po."""
    for source in sorted(SOURCES.glob(CATALOGUES.format(language="*"))):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text, compiled.open("wb") as binary:
            write_mo(binary, read_po(text, abort_invalid=True))
    return 0


def check() -> int:
    """List every message without a Vietnamese translation, or with two; the exit code is 1 when there is one."""
    missing, torn = untranslated(), translated_differently()
    for place, message in missing:
        print(f"{place}: {message!r} has no Vietnamese translation. Add it to the django.po of its app.")
    for message, answers in torn.items():
        print(f"{message!r} is translated as {' and '.join(answers)}. Only one is shown: give one another English id.")
    return 1 if missing or torn else 0


def untranslated() -> list[tuple[str, str]]:
    """Return (place, message) for each message that no catalogue translates."""
    known = translated()
    return sorted({(place, message) for place, message in used() if message not in known})


def translated() -> set[str]:
    """Return the messages that have a Vietnamese translation in some app."""
    found: set[str] = set()
    for path in SOURCES.glob(CATALOGUES.format(language="vi")):
        with path.open("rb") as text:
            found |= {_first(message.id) for message in read_po(text) if message.id and message.string}
    return found


def translated_differently() -> dict[str, list[str]]:
    """Return the messages that stand twice with different words; of them only one catalogue is heard."""
    found: dict[str, list[str]] = {}
    for path in sorted(SOURCES.glob(CATALOGUES.format(language="vi"))):
        for message, words in _ENTRY.findall(path.read_text(encoding="utf-8")):
            if words not in found.setdefault(message, []):
                found[message].append(words)
    return {message: words for message, words in found.items() if message and len(words) > 1}


def used() -> Iterator[tuple[str, str]]:
    """Give (place, message) for each message in the pages and modules."""
    for path in sorted(SOURCES.rglob("*.html")):
        for message in in_page(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(SOURCES)), message
    for path in sorted(SOURCES.rglob("*.py")):
        with path.open("rb") as module:
            for line, found, *_ in extract("python", module, keywords=KEYWORDS):
                yield f"{path.relative_to(SOURCES)}:{line}", _first(found)


def in_page(source: str) -> Iterator[str]:
    """Give the messages of a Django template; of a message with a plural, the singular."""
    for call in _CALL.finditer(templatize(source)):
        yield ast.literal_eval(f"({call[1].strip().rstrip(',')},)")[0]


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
