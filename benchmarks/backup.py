"""Back the demo province up, check it, restore it, move it: seconds, megabytes, and the memory that it took.

The whole demo is loaded first, into a folder of its own; on PostgreSQL with --postgresql.
"""

from __future__ import annotations

import os
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.parts.home import own_home

HOME = own_home()
ENVIRONMENT = {
    **os.environ,
    "NTM_DEMO": "1",
    "NTM_DAY": "2024-09-30",
    "NTM_HOME": str(HOME),
    "NTM_BACKUP_PASSPHRASE": "x" * 20,
}
ENVIRONMENT["PYTHONPATH"] = f"{ROOT / 'src'}{os.pathsep}{ROOT}"
COMMITS = 400


def main() -> None:
    if "--postgresql" in sys.argv:
        from tests.postgresql import started

        ENVIRONMENT["NTM_DATABASE_URL"] = started(HOME / "server")
    ntm("migrate", "--verbosity", "0")
    ntm("demo", "load")
    plain, sealed = HOME / "a.zip", HOME / "a.zip.sealed"
    say("backup, checked", ntm("backup", str(plain)), plain)
    say("backup, sealed and checked", ntm("backup", str(sealed), "--encrypt"), sealed)
    say("check", ntm("backup", "check", str(plain)), plain)
    say(
        "move to an empty SQLite database",
        ntm("move", "--to", f"sqlite://{HOME / 'moved.sqlite3'}"),
        HOME / "moved.sqlite3",
    )
    ENVIRONMENT.pop("NTM_DATABASE_URL", None)
    ENVIRONMENT["NTM_HOME"] = str(HOME / "restored")
    say("restore on an empty machine, SQLite", ntm("restore", str(plain)), HOME / "restored" / "ntm.sqlite3")
    say("doctor", ntm("doctor", fails=True), plain)
    print(f"most memory of any of them: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
    for mode in ("FULL", "NORMAL"):
        print(f"one commit with synchronous={mode}: {commit(mode):.2f} ms median of {COMMITS}")


def ntm(*words: str, fails: bool = False) -> tuple[float, float]:
    """Run one command; return how many seconds passed, and how many of them a processor worked."""
    begun, worked = time.perf_counter(), processor()
    command = [sys.executable, "-m", "ntm.config.cli", *words]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert fails or done.returncode == 0, done.stdout + done.stderr
    return time.perf_counter() - begun, processor() - worked


def processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def say(what: str, seconds: tuple[float, float], file: Path) -> None:
    print(
        f"{what}: {seconds[0]:.1f} s, processor {seconds[1]:.1f} s, {file.stat().st_size / 1_000_000:.1f} MB",
        flush=True,
    )


def commit(mode: str) -> float:
    """Return what a commit of five small rows costs, in milliseconds."""
    path = HOME / f"{mode}.sqlite3"
    database = sqlite3.connect(path, isolation_level=None)
    for line in ("journal_mode = WAL", f"synchronous = {mode}"):
        database.execute(f"PRAGMA {line}")
    database.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)")
    taken = []
    for _ in range(COMMITS):
        begun = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.executemany("INSERT INTO t (b) VALUES (?)", [("x" * 400,)] * 5)
        database.execute("COMMIT")
        taken.append((time.perf_counter() - begun) * 1000)
    database.close()
    return statistics.median(taken)


if __name__ == "__main__":
    main()
