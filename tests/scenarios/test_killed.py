"""kill -9 at any moment of anything that writes leaves all of it or nothing, and never takes back what was answered."""

import os

import pytest

WRITERS = 16


def test_killed_at_any_moment_nothing_is_left_half_written(run_apart):
    done = run_apart("kill_script", "--kills", "3")  # tools/faults.py kills hundreds of times

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 wrong") == WRITERS


@pytest.mark.skipif(os.environ.get("NTM_TEST_DATABASE") != "postgresql", reason="it moves into a PostgreSQL")
def test_a_move_from_sqlite_into_postgresql_that_is_killed_leaves_all_or_nothing(run_apart):
    moves = ("--kills", "4", "--only", "ntm move into PostgreSQL", "--server", os.environ["NTM_DATABASE_URL"])
    done = run_apart("kill_script", *moves, engine="sqlite")

    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 wrong" in done.stdout
