"""Decides by content whether a file may be read as a plan: Word without macros, or plain text."""

from __future__ import annotations

from pathlib import PurePath

from ntm.evidence.checks import Checked, checked
from ntm.plans.reading import Line, lines_of


def checked_document(content: bytes, name: str) -> tuple[Checked, tuple[Line, ...]]:
    """Return what the file is and its lines. Raises FileRefused or NotReadable."""
    if PurePath(name).suffix.lower() == ".docx":
        what = checked(content, name)  # refuses macros, bombs, locked and embedded files
        return what, lines_of(content, name)
    lines = lines_of(content, name)
    return Checked("text/markdown" if name.lower().endswith(".md") else "text/plain"), lines
