"""kill -9 at any moment of anything that writes leaves all of it or nothing, and never takes back what was answered."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.postgresql import fresh_database

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ntm_of_its_own(tmp_path):
    """Return what runs a script over a home and a database of its own, on the engine of these tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NTM_", "DJANGO_"))}
    own = {
        "NTM_HOME": str(tmp_path / "home"),
        "NTM_DAY": "2024-09-30",
        "NTM_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "ntm.config.settings",
    }
    (tmp_path / "home").mkdir()
    if os.environ.get("NTM_TEST_DATABASE") == "postgresql":
        own["NTM_DATABASE_URL"] = fresh_database("ntm_killed")

    def run(script, *words):
        command = [sys.executable, "-m", script, *words]
        return subprocess.run(
            command, cwd=ROOT, env=kept | own, capture_output=True, text=True, timeout=600, check=False
        )

    return run


def test_killed_at_any_moment_nothing_is_left_half_written(ntm_of_its_own):
    done = ntm_of_its_own("tests.scenarios.kill_script", "--kills", "3")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 wrong") == 15
