from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

_LONGEST = 120
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def clean_name(given: str) -> str:
    """Return a file's name without folders, control marks and marks that turn the reading direction.

    Vietnamese letters stay, in one normal form; the ending stays when the name is cut to 120 letters.
    """
    last = PurePosixPath(unicodedata.normalize("NFC", given).replace("\\", "/")).name
    name = _NOT_IN_A_NAME.sub("", last).strip(" .") or "minh-chung"
    stem, dot, ending = name.rpartition(".")
    if len(name) <= _LONGEST or not dot:
        return name[:_LONGEST]
    return f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
