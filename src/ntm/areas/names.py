"""Names of places: how a Vietnamese dictionary sorts them, and how people type them.

No database is asked for its locale: the keys use only capital letters and digits, which every
collation puts in the same order.
"""

from __future__ import annotations

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0301": "5", "\u0323": "6"}
_SHAPES = {"ă": "A2", "â": "A3", "đ": "D2", "ê": "E2", "ô": "O2", "ơ": "O3", "ư": "U2"}
_KEYS = {letter: _SHAPES.get(letter, f"{letter.upper()}1") for letter in _LETTERS}
_PLAIN = str.maketrans("đĐ", "dD")


def sort_key(name: str) -> str:
    """Return a key that sorts as a dictionary does: by letters (a ă â b …), then by tones.

    The tones stand after all letters: ngang, huyền, hỏi, ngã, sắc, nặng.
    """
    letters, tones = [], []
    for character in unicodedata.normalize("NFC", name.lower()):
        letter, tone = _apart(character)
        letters.append(_KEYS.get(letter, letter if letter.isdigit() else "0"))
        tones.append(_TONES[tone])
    return "".join(letters) + "0" + "".join(tones)


def search_key(text: str) -> str:
    """Return the text as people type it without marks: ``Đồng Hỷ`` → ``dong hy``."""
    apart = unicodedata.normalize("NFD", text.translate(_PLAIN).lower())
    return " ".join("".join(one for one in apart if not unicodedata.combining(one)).split())


def _apart(character: str) -> tuple[str, str]:
    """Part a letter from its tone: ``ấ`` → (``â``, acute)."""
    marks = unicodedata.normalize("NFD", character)
    tone = next((mark for mark in marks if mark in _TONES), "")
    return unicodedata.normalize("NFC", marks.replace(tone, "", 1) if tone else marks), tone
