"""Walks everything that a PDF's reader can reach, also inside packed objects, and looks for what acts by itself.

The bytes are not searched: a scan's picture holds ``/JS`` by chance, and a script can be packed.
"""

from __future__ import annotations

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

# Some five seconds of reading; a scan of 200 pages has about a thousand.
MOST_OBJECTS = 60_000
_ACTS = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"}
# Where a name says what a dictionary is or does; elsewhere it may be the name of a font.
_SAYS_WHAT = ("/S", "/Type", "/Subtype")


class TooManyObjects(Exception):
    """More objects than any document of an office has."""


def acts_in(reader: PdfFileReader) -> set[str]:
    """Return the names of what acts by itself; raise TooManyObjects, or what the reader raises."""
    waiting: list[object] = [reader.trailer_view]
    seen: set[tuple[int, int]] = set()
    found: set[str] = set()
    looked_at = 0
    while waiting:
        one = waiting.pop()
        looked_at += 1
        if looked_at > 10 * MOST_OBJECTS or len(seen) > MOST_OBJECTS:
            raise TooManyObjects
        if isinstance(one, generic.IndirectObject):
            reference = (one.idnum, one.generation)
            if reference not in seen:
                seen.add(reference)
                waiting.append(reader.get_object(one.reference, transparent_decrypt=False))  # type: ignore[no-untyped-call]
        elif isinstance(one, generic.DictionaryObject):
            found |= _named(one)
            waiting.extend(one.raw_get(key) for key in one)
        elif isinstance(one, generic.ArrayObject):
            waiting.extend(one.raw_get(index) for index in range(len(one)))
    return found


def _named(one: generic.DictionaryObject) -> set[str]:
    says = {str(one.raw_get(key)) for key in _SAYS_WHAT if key in one}
    return _ACTS & (says | {str(key) for key in one})
