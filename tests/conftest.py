"""What every kind of test shares: compiled translations, so that pages speak Vietnamese as they do for people."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def pytest_configure() -> None:
    """Compile the catalogues that changed, as ``run.py`` does before it starts anything."""
    subprocess.run([sys.executable, ROOT / "tools" / "messages.py", "compile"], check=True)
