from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_LONGEST, _LONGEST_ENDING = 120, 10
_NOT_IN_A_NAME = re.compile(r'[<>:"|?*]')
# Names that Windows gives to devices, whatever stands behind their first dot.
_DEVICE = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
# Control marks, marks without a shape or that turn the reading direction, halves of letters, ends of lines.
_NOT_LETTERS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def clean_name(given: str) -> str:
    """Return a file's name without folders, control marks and marks that turn the reading direction.

    Vietnamese letters stay, in one normal form; the ending stays when the name is cut to 120 letters.
    """
    last = PurePosixPath(unicodedata.normalize("NFC", given).replace("\\", "/")).name
    shown = "".join(letter for letter in last if unicodedata.category(letter) not in _NOT_LETTERS)
    name = _DEVICE.sub("minh-chung", _NOT_IN_A_NAME.sub("", shown).strip(" ."), count=1) or "minh-chung"
    stem, dot, ending = name.rpartition(".")
    if len(name) <= _LONGEST or not dot or len(ending) > _LONGEST_ENDING:
        return name[:_LONGEST]
    return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
