"""Disks without room, as far as this machine lets one make them: a small file system in memory, a limit on files, or
the error that the engine would raise.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection
from django.test import Client

from ntm.core.problems import Problem
from ntm.ui.machine import DatabaseAway, DiskFull
from tests.scenarios.own_server import PROGRAMS, RUNS_AS, SEGMENT, OwnServer, copy, grounds
from tests.scenarios.prepared import PATIENCE
from tests.scenarios.rules import CannotHere
from tests.scenarios.soundness import one_transfer, problem_of, sound, transferred
from tests.small_round import SmallRound

SQLITE = connection.vendor == "sqlite"
MEGABYTE = 1024 * 1024
MOST = 3_000  # acts until a disk must be full
NEARLY = 0.9


# The database itself, on either engine.


def fill_up() -> None:
    with connection.cursor() as cursor:
        if SQLITE:
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
            return
        cursor.execute(
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$"
        )
        cursor.execute("CREATE TRIGGER no_room BEFORE INSERT ON audit_entry EXECUTE FUNCTION no_room()")


def make_room() -> None:
    with connection.cursor() as cursor:
        if SQLITE:
            cursor.execute("PRAGMA max_page_count = 4294967294")
        else:
            cursor.execute("DROP FUNCTION no_room() CASCADE")


@contextmanager
def full_folder(folder: Path):
    """Put a disk without room under a folder: a small one in memory where one may mount, else a limit on files."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder.with_name(f"{folder.name}-kept")
    shutil.copytree(folder, kept, dirs_exist_ok=True)
    mounted = not subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, check=False
    ).returncode
    try:
        if mounted:
            shutil.copytree(kept, folder, dirs_exist_ok=True)
            _fill(folder / "filler")
        with no_larger_files(mounted):
            yield
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)


def _fill(path: Path, *, leaving: int = 0) -> None:
    """Take all the room of a disk but for so many bytes."""
    room = os.statvfs(path.parent)
    if leaving:
        path.write_bytes(b"x" * max(room.f_bavail * room.f_frsize - leaving, 0))
        return
    with path.open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(b"x" * 4_096)
        except OSError:
            return


@contextmanager
def no_larger_files(mounted: bool):
    """Where one may not mount, refuse files of more than a few bytes, as a quota would."""
    if mounted:
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


# The disks of a PostgreSQL, on small file systems in memory.


def under_the_data(small: SmallRound) -> None:
    """No table can grow: the act is refused, the server goes on, and with room again so do people."""
    place = grounds().folder / "small"
    with small_disk(place, _size(grounds().cold) + 6 * MEGABYTE):
        server = grounds().server(place / "data")
        _log_to(server, grounds().folder / "roomy-log")
        server.start()
        with server.asked():
            one_transfer(small)  # a server that people have been working with
            _fill(place / "filler", leaving=MEGABYTE // 16)
            answered, said = _act_until_full(small)
            assert isinstance(said, DiskFull), f"{said}: {server.said[-900:]}"
            assert transferred() == answered + 1
            assert server.is_running()
            (place / "filler").unlink()
            assert problem_of(lambda: one_transfer(small)) is None
            assert transferred() == answered + 2
            sound()
        server.stop()


def under_the_log(small: SmallRound) -> None:
    """The server gives up when it can't write its log, and people read that; started again, it has what it answered."""
    place = grounds().folder / "small"
    with small_disk(place, 6 * MEGABYTE):
        server = grounds().server(grounds().folder / "roomy")
        _without_spare_segments(server)
        _log_to(server, place / "log")
        server.start()
        with server.asked():
            connection.pool.timeout = 1  # seconds; what people wait is set in databases.py
            _fill(place / "filler")
            _write_log(NEARLY)
            answered, said = _act_until_full(small)
            assert isinstance(said, DatabaseAway), f"{said}: {server.said[-900:]}"
            assert "No space left on device" in server.said
            _page_answers_503()
            _wait_until(lambda: not server.is_running())
            (place / "filler").unlink()
            server.start()
            close_old_connections()  # as each request does when it begins
            found = transferred()
            assert found in {answered, answered + 1}, "an act that was answered is lost"  # the last one got no answer
            assert problem_of(lambda: one_transfer(small)) is None
            assert transferred() == found + 1
            sound()
        server.stop()


def _write_log(share: float) -> None:
    """Bring the log to a share of the file that it is being written to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint")
        left = share * SEGMENT - cursor.fetchone()[0] % SEGMENT
        cursor.execute("SELECT pg_logical_emit_message(false, 'x', repeat('x', %s))", [max(int(left), 1)])


def _act_until_full(small: SmallRound) -> tuple[int, Problem | None]:
    """Return how many acts were answered as done, and what was said of the one that wasn't."""
    for answered in range(MOST):
        if (said := problem_of(lambda: one_transfer(small))) is not None:
            return answered, said
    return MOST, None


def _page_answers_503() -> None:
    client = Client(SERVER_NAME="localhost")
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32
    answer = client.get("/inbox/")
    assert answer.status_code == 503, answer.status_code
    assert "Mất kết nối với cơ sở dữ liệu" in answer.text


def _wait_until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if done():
            return
        time.sleep(0.1)
    raise AssertionError(f"it did not happen within {PATIENCE} seconds")


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Mount a file system of so many bytes; raise CannotHere where one may not."""
    folder.mkdir(exist_ok=True)
    words = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    told = subprocess.run(words, capture_output=True, text=True, check=False)
    if told.returncode:
        raise CannotHere(f"no small disk can be mounted here ({told.stderr.strip() or told.returncode})")
    if RUNS_AS:
        shutil.chown(folder, RUNS_AS)
    try:
        yield
    finally:
        grounds().power_off()
        subprocess.run(["umount", str(folder)], check=True)


def _log_to(server: OwnServer, place: Path) -> None:
    """Let the write-ahead log of a stopped server lie elsewhere."""
    copy(server.data / "pg_wal", place)
    shutil.rmtree(server.data / "pg_wal")
    (server.data / "pg_wal").symlink_to(place)


def _without_spare_segments(server: OwnServer) -> None:
    """Leave only the file of the log that is being written, so that the next one must be made."""
    control = subprocess.run([PROGRAMS / "pg_controldata", server.data], capture_output=True, text=True, check=True)
    now = next(line.split()[-1] for line in control.stdout.splitlines() if "REDO WAL file" in line)
    for path in (server.data / "pg_wal").iterdir():
        if path.is_file() and path.name != now:
            path.unlink()


def _size(folder: Path) -> int:
    return sum(-(-path.stat().st_size // 4_096) * 4_096 for path in folder.rglob("*") if path.is_file())
