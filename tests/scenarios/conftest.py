"""Scripts that need a home, a database and processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.postgresql import fresh_database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def run_apart(tmp_path_factory):
    """Return what runs a script over a home and a database of its own, on the engine of these tests."""
    home = tmp_path_factory.mktemp("apart") / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NTM_", "DJANGO_"))}
    own = {
        "NTM_HOME": str(home),
        "NTM_DAY": "2024-09-30",
        "NTM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "ntm.config.settings",
    }
    if os.environ.get("NTM_TEST_DATABASE") == "postgresql":
        own["NTM_DATABASE_URL"] = fresh_database("ntm_apart")

    def run(script, *words):
        command = [sys.executable, "-m", f"tests.scenarios.{script}", *words]
        return subprocess.run(
            command, cwd=ROOT, env=kept | own, capture_output=True, text=True, timeout=900, check=False
        )

    return run
