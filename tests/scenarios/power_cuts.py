"""The power goes while somebody writes: what the disk may hold then, and what must come of it.

A disk holds what it was told to sync. Of what came after, any part may be there, torn, or rubbish.
"""

from __future__ import annotations

import os
import random
import re
import select
import shutil
import signal
import sqlite3
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import LiteralString

import psycopg
from django.conf import settings
from django.db import connection

from ntm.audit.models import Entry
from ntm.config.backup.snapshot import rows, snapshot
from ntm.config.backup.tables import schema_of
from tests.scenarios.own_server import SEGMENT, OwnServer, copy, grounds
from tests.scenarios.prepared import PATIENCE, let_go, put_back
from tests.scenarios.soundness import one_transfer, sound, transferred
from tests.small_round import SmallRound

HOME = Path(settings.HOME)
DESK = HOME.parent / f"{HOME.name}-desk"
PAGE, SECTOR = 8_192, 512
BEGINS, ENDS = "checkpoint starting", "checkpoint complete"  # in the log of PostgreSQL
SLOWLY = (
    "SELECT pg_backup_start('trial', false)"  # orders a checkpoint that takes its time: a page each tenth of a second
)
LONGEST = 0.5  # seconds that somebody writes on before the power goes


# SQLite.


def of_sqlite(small: SmallRound, cuts: int) -> None:
    """Cut the write-ahead log behind what was synced, and look at what SQLite makes of it."""
    lost = []
    for cut in range(cuts):
        put_back("full")
        begun = Entry.objects.count()
        told, folder = _sqlite_without_power(small)
        with sqlite3.connect(folder / "ntm.sqlite3") as left:
            assert left.execute("PRAGMA integrity_check").fetchone() == ("ok",), cut
            assert not left.execute("PRAGMA foreign_key_check").fetchall(), cut
            lines = left.execute("SELECT count(*) FROM audit_entry").fetchone()[0]
            booked = left.execute("SELECT sum(amount_dong) FROM finance_transfer WHERE act = 'assign'").fetchone()[0]
        left.close()
        assert (booked or 0) == lines - begun, "an act is there in part"
        if lines - begun < told:
            lost.append((cut, told, lines - begun))
    assert not lost, lost


def _sqlite_without_power(small: SmallRound) -> tuple[int, Path]:
    """Return how many acts were answered, and a folder with what a power cut would have left."""

    def prepared() -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint = 0")  # else the log's length says nothing

    child, said = _somebody_writes(small, prepared, lambda: (HOME / "ntm.sqlite3-wal").stat().st_size)
    time.sleep(random.uniform(0, LONGEST))
    os.kill(child, signal.SIGSTOP)
    lengths = _told(said)
    folder = DESK / "cut"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in ("ntm.sqlite3", "ntm.sqlite3-wal"):
        if (HOME / name).exists():
            shutil.copy2(HOME / name, folder / name)
    _end(child)
    log = folder / "ntm.sqlite3-wal"
    if log.exists():
        synced = lengths[-1] if lengths else 0
        content = log.read_bytes()
        log.write_bytes(content[:synced] + _perhaps(content[synced:]) + random.randbytes(random.randrange(9_000)))
    return len(lengths), folder


# PostgreSQL.


def of_postgresql(small: SmallRound, cuts: int) -> None:
    """Cut the power of a server and start it again; in turns, one of three things is all that the disk holds.

    No page that was written since the server started, and its log until what was flushed at the last answer, with any
    part of what came after, or rubbish. The whole log, and of each page the old, the new or a part of both. The same,
    where the old ones were there while people worked and the power went in the middle of a checkpoint.
    """
    lost, answered, amid, place = [], 0, 0, grounds().folder
    for cut in range(cuts):
        server = grounds().server(place / "at-work")
        server.start()
        control = _control(server.data)  # synced when the server was ready
        before = place / "before"
        with server.asked():
            what = _amid_a_checkpoint(server, before) if cut % 3 == 2 else _a_while
            flushed = _postgresql_without_power(server, small, what)
        left = grounds().server(place / "left")
        if cut % 3 == 2:
            amid += server.said.count(BEGINS) > server.said.count(ENDS)
            _left_by_a_checkpoint(server.data, before, left.data)
        else:
            (left.data / "global" / "pg_control").write_bytes(control)
        copy(server.data / "pg_wal", left.data / "pg_wal")
        if cut % 3 == 0:
            spoil_log(left.data / "pg_wal", flushed[-1])
        elif cut % 3 == 1:
            mix_pages(server.data, left.data)
        left.start()
        assert "automatic recovery in progress" in left.said, left.said
        with left.asked():
            found = transferred()
            sound()
            _read_everything()
        left.stop()
        told = len(flushed) - 1
        answered += told
        if found < told:
            lost.append((cut, told, found))
    assert not lost, lost
    assert answered, "nobody wrote"
    print(f"{cuts} cuts, {amid} of them in the middle of a checkpoint, {answered} acts answered", flush=True)


def _postgresql_without_power(server: OwnServer, small: SmallRound, what: Callable[[], None]) -> list[int]:
    """Return how far the log was flushed before, and then at each answer; the server lies dead."""

    def flushed() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint")
            return int(cursor.fetchone()[0])

    before = flushed()
    child, said = _somebody_writes(small, lambda: None, flushed)
    select.select([said], [], [], PATIENCE)  # a busy machine may need a while for the first act
    what()
    server.power_off()
    _end(child)
    return [before, *_told(said)]


def _a_while() -> None:
    time.sleep(random.uniform(0, LONGEST))


def _amid_a_checkpoint(server: OwnServer, before: Path) -> Callable[[], None]:
    """Return what keeps a copy of the files after one checkpoint, and leaves another under way."""

    def order(words: LiteralString) -> None:
        asked = psycopg.connect(server.address, autocommit=True)
        threading.Thread(target=_ordered, args=(asked, words), daemon=True).start()

    def what() -> None:
        _a_while()
        with psycopg.connect(server.address, autocommit=True) as asked:
            asked.execute("CHECKPOINT")
        with server.held():
            copy(server.data, before)
        _a_while()
        order(SLOWLY)
        _a_while()
        if random.random() < 0.3:
            order("CHECKPOINT")  # hurries the other
            time.sleep(random.uniform(0, 0.004))

    return what


def _ordered(asked: psycopg.Connection, words: LiteralString) -> None:
    with suppress(psycopg.Error):  # the power goes meanwhile
        asked.execute(words)


def _left_by_a_checkpoint(written: Path, before: Path, left: Path) -> None:
    """Make what the disk holds then.

    While the second checkpoint was under way, of each page the version before, a later one or parts of both may be
    there, and the first checkpoint is the last one known. Once it was through, everything that it wrote is synced.
    """
    hanging = _control(written) == _control(before)
    copy(before if hanging else written, left)
    if hanging:
        mix_pages(written, left)
    for sign_of_life in ("postmaster.pid", "postmaster.opts"):
        (left / sign_of_life).unlink(missing_ok=True)


def _control(data: Path) -> bytes:
    return (data / "global" / "pg_control").read_bytes()


def spoil_log(folder: Path, flushed: int) -> None:
    """Keep the log until a place; of what was written behind it any part, or rubbish, or nothing."""
    for path in sorted(folder.iterdir()):
        if not re.fullmatch(r"[0-9A-F]{24}", path.name):
            continue
        begins = (int(path.name[8:16], 16) << 32) + int(path.name[16:], 16) * SEGMENT
        kept = min(max(flushed - begins, 0), SEGMENT)
        if kept == SEGMENT:
            continue
        content = path.read_bytes()
        end = kept + min(random.choice((0, 1, 40, 700, 9_000, 60_000)), SEGMENT - kept)
        spoilt = content[:kept] + _perhaps(content[kept:end]) + random.randbytes(random.randrange(9_000))
        path.write_bytes(spoilt[:SEGMENT].ljust(SEGMENT, b"\0"))


def mix_pages(written: Path, left: Path) -> None:
    """Take over, of each page of a table or an index that was written, all, nothing or a few sectors."""
    for new in (written / "base").rglob("*"):
        old = left / new.relative_to(written)
        if not re.fullmatch(r"\d+(\.\d+)?", new.name) or not old.is_file():
            continue
        pages = bytearray(old.read_bytes())
        for place, page in _pages(new):
            before = bytes(pages[place : place + PAGE]).ljust(PAGE, b"\0")
            if page != before:
                pages[place : place + PAGE] = _torn(before, page)
        old.write_bytes(pages)


def _pages(path: Path) -> Iterator[tuple[int, bytes]]:
    content = path.read_bytes()
    for place in range(0, len(content), PAGE):
        yield place, content[place : place + PAGE]


def _torn(old: bytes, new: bytes) -> bytes:
    what = random.randrange(3)
    if what < 2:
        return (old, new)[what]
    return b"".join(random.choice((old, new))[place : place + SECTOR] for place in range(0, PAGE, SECTOR))


def _read_everything() -> None:
    """Read every row of every table: a page whose sum is wrong is refused by the server."""
    with snapshot() as second:
        for table in schema_of().tables:
            for _ in rows(second, table):
                pass


# Both.


def _somebody_writes(small: SmallRound, prepared: Callable[[], None], synced: Callable[[], int]) -> tuple[int, int]:
    """Begin a child that acts and tells after each answer how much is synced; return it, and where it tells."""
    read, write = os.pipe()
    let_go()
    if (child := os.fork()) == 0:
        try:
            prepared()
            for _ in range(10_000):
                one_transfer(small)
                os.write(write, struct.pack("q", synced()))
        finally:
            os._exit(0)
    os.close(write)
    return child, read


def _told(said: int) -> list[int]:
    os.set_blocking(said, False)
    try:
        told = os.read(said, 1 << 20)
    except BlockingIOError:
        told = b""
    os.close(said)
    return [length for (length,) in struct.iter_unpack("q", told[: len(told) // 8 * 8])]


def _end(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _perhaps(content: bytes) -> bytes:
    """Return any part of what was written and not synced, with some of it spoilt."""
    part = bytearray(content[: random.randint(0, len(content))])
    for place in range(len(part)):
        if random.random() < 0.3:
            part[place] = random.randrange(256)
    return bytes(part)
