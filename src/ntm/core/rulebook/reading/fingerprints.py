"""A short name for exactly what the law files say, whatever their comments and order of keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from ntm.core.rulebook.reading.entries import Entry


def fingerprint(pages: Iterable[Entry]) -> str:
    """Return 16 hex characters that change with any key or value of the pages."""
    content = {page.file: _canonical(page.content) for page in pages}
    written = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _canonical(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _canonical(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_canonical(one) for one in value]
    return value if isinstance(value, bool | int | str | None) else str(value)
