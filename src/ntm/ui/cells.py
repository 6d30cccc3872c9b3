"""Cells of files that a spreadsheet opens."""

from __future__ import annotations

# A spreadsheet takes a cell that begins so for a formula; an apostrophe keeps it text.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """Write words so that no spreadsheet takes them for a formula: ``=1+1`` → ``'=1+1``."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def as_written(cell: str) -> str:
    """Undo ``harmless``."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
