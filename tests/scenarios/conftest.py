"""Scripts that need a home, a database and processes of their own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.browser.postgresql import fresh_database

ROOT = Path(__file__).resolve().parents[2]
ENGINE = os.environ.get("NTM_TEST_DATABASE", "sqlite")
MEMORY, ROOM = Path("/dev/shm"), 1_000_000_000  # noqa: S108 - where a home costs least; bytes that must be free


@pytest.fixture(scope="session")
def run_apart():
    """Return what runs a script over a home and a database of its own, on the engine of these tests or another.

    The scripts of one engine share a home: what the first one prepared, the others put back. Nothing they prove
    hangs on the disk: what a killed process wrote stays, and what a power cut takes is played.
    """
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = Path(tempfile.mkdtemp(prefix="ntm-apart-", dir=MEMORY if in_memory else None))
    homes = {}

    def home_of(engine):
        if engine not in homes:
            home = folder / engine
            home.mkdir()
            homes[engine] = {"NTM_HOME": str(home)}
            if engine == "postgresql":
                homes[engine]["NTM_DATABASE_URL"] = fresh_database("ntm_apart")
        return homes[engine]

    def run(script, *words, engine=ENGINE):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("NTM_", "DJANGO_"))}
        own = {"NTM_DAY": "2024-09-30", "NTM_DEMO": "1", "DJANGO_SETTINGS_MODULE": "ntm.config.settings"}
        command = [sys.executable, "-m", f"tests.scenarios.{script}", *words]
        return subprocess.run(
            command,
            cwd=ROOT,
            env=kept | own | home_of(engine),
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )

    yield run
    shutil.rmtree(folder, ignore_errors=True)
