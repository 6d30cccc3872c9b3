from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ntm.core.rulebook import Rulebook, load


def rulebook() -> Rulebook:
    """Return the rulebook of this process; read again as soon as a law file changes.

    Raises LawFaults when a file is faulty.
    """
    folder = Path(settings.LAW_FOLDER)
    return _rulebook(folder, _stamp(folder))


@lru_cache(maxsize=2)
def _rulebook(folder: Path, _stamp: tuple[int, int]) -> Rulebook:
    return load(folder)


def _stamp(folder: Path) -> tuple[int, int]:
    """Return the newest change under ``folder`` and how many files there are: a removal counts too."""
    times = [file.stat().st_mtime_ns for file in folder.rglob("*.yaml")]
    return max(times, default=0), len(times)
