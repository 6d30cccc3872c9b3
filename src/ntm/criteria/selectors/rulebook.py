from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from time import monotonic

from django.conf import settings

from ntm.core.rulebook import Rulebook, load


def rulebook() -> Rulebook:
    """Return the rulebook of this process; read again within a second of a change to a law file.

    Raises LawFaults when a file is faulty.
    """
    folder = Path(settings.LAW_FOLDER)
    return _rulebook(folder, _stamp(folder, int(monotonic())))


@lru_cache(maxsize=2)
def _rulebook(folder: Path, _stamp: tuple[int, int]) -> Rulebook:
    return load(folder)


@lru_cache(maxsize=2)
def _stamp(folder: Path, _second: int) -> tuple[int, int]:
    """Return the newest change under ``folder`` and how many files there are: a removal counts too.

    A page asks for the rulebook many times; the hundred files are looked at once a second.
    """
    times = [file.stat().st_mtime_ns for file in folder.rglob("*.yaml")]
    return max(times, default=0), len(times)
