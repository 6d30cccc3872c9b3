"""A folder in which a benchmark keeps its installation, and which goes with it."""

from __future__ import annotations

import shutil
import tempfile
from atexit import register
from pathlib import Path


def own_home() -> Path:
    """Make a new folder; it is deleted when the program ends, after a server that was started later."""
    made = Path(tempfile.mkdtemp(prefix="ntm-bench-"))
    register(shutil.rmtree, made, ignore_errors=True)
    return made
