"""kill -9 at any moment of anything that writes leaves all of it or nothing, and never takes back what was answered."""


def test_killed_at_any_moment_nothing_is_left_half_written(run_apart):
    done = run_apart("kill_script", "--kills", "3")  # tools/faults.py kills hundreds of times

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(" 0 wrong") == 15
