"""The command line says what went wrong in words, and never shows a traceback for what a person can mend."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def ntm(home, *words, **settings):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NTM_", "DJANGO_"))}
    own = {"NTM_HOME": str(home), "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1", "LANG": "vi_VN.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "ntm.config.cli", *words],
        cwd=ROOT,
        env=kept | own | settings,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_database_that_was_never_prepared_is_named_with_the_remedy(tmp_path):
    answer = ntm(tmp_path, "areas", "show", "05569", "--on", "2024-09-30")

    assert answer.returncode == 1
    assert "[config/database-not-ready]" in answer.stderr
    assert "python3 run.py" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_faulty_law_folder_is_refused_in_words(tmp_path):
    answer = ntm(tmp_path, "law", "check", NTM_LAW=str(tmp_path / "no-law"))

    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert answer.stderr.startswith("[")


def test_a_problem_is_said_in_english_where_the_terminal_speaks_english(tmp_path):
    answer = ntm(tmp_path, "law", "show", "99.9", "--on", "2024-06-30", LANG="en_GB.UTF-8")

    assert answer.returncode == 1
    assert "has no indicator" in answer.stderr


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    ntm(tmp_path, "check")
    first = (tmp_path / "secret-key").read_text()
    ntm(tmp_path, "check")

    assert (tmp_path / "secret-key").read_text() == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
