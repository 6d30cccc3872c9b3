from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from time import monotonic

from django.conf import settings

from ntm.core.procedure import Procedure, load
from ntm.core.procedure.faults import FILE


def procedure() -> Procedure:
    """Return the procedure of this process, read again within a second of a change; raise ProcedureFaults."""
    folder = Path(settings.LAW_FOLDER)
    return _procedure(folder, _stamp(folder, int(monotonic())))


@lru_cache(maxsize=2)
def _procedure(folder: Path, _stamp: int) -> Procedure:
    return load(folder)


@lru_cache(maxsize=2)
def _stamp(folder: Path, _second: int) -> int:
    file = folder / FILE
    return file.stat().st_mtime_ns if file.exists() else 0
