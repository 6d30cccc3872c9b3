"""kill -9 at any moment of an import, a report or an upload leaves all of it or nothing."""

import os
import subprocess
import sys
from pathlib import Path

from tests.browser.postgresql import fresh_database

ROOT = Path(__file__).resolve().parents[2]


def test_killed_at_any_moment_nothing_is_left_half_written(tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NTM_", "DJANGO_"))}
    own = {"NTM_HOME": str(tmp_path), "NTM_DAY": "2024-09-30", "DJANGO_SETTINGS_MODULE": "ntm.config.settings"}
    if os.environ.get("NTM_TEST_DATABASE") == "postgresql":
        own["NTM_DATABASE_URL"] = fresh_database("ntm_killed")
    script = [sys.executable, "-m", "tests.scenarios.kill_script"]
    done = subprocess.run(script, cwd=ROOT, env=kept | own, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("nothing half-written") == 3
    assert "the log is whole" in done.stdout
