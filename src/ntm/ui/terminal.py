"""The language of whoever reads a terminal: Vietnamese, unless ``LANG`` says English."""

from __future__ import annotations

import os


def terminal_language() -> str:
    """Return ``en`` for a terminal that speaks English, else ``vi``."""
    return "en" if os.environ.get("LANG", "vi").startswith("en") else "vi"
