from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from ntm.core.procedure import Procedure, load
from ntm.core.procedure.reading import FILE


def procedure() -> Procedure:
    """Return the procedure of this process, read again after its file changed; raise ProcedureFaults."""
    folder = Path(settings.LAW_FOLDER)
    file = folder / FILE
    return _procedure(folder, file.stat().st_mtime_ns if file.exists() else 0)


@lru_cache(maxsize=2)
def _procedure(folder: Path, _stamp: int) -> Procedure:
    return load(folder)
