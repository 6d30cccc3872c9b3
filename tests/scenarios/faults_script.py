"""Proves what happens when the machine fails: a full disk, a power cut, a clock that jumps, two servers at once.

python -m tests.scenarios.faults_script [rule …]
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
import traceback
from contextlib import contextmanager
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import django

from ntm.config import settings as product

product.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # not built
django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from ntm.assessments.models import Item
from ntm.assessments.services import Change, write
from ntm.audit.models import Entry
from ntm.audit.services import record, verify
from ntm.config.backup import Wanted, back_up
from ntm.config.backup.container import draft_of
from ntm.config.doctor import Grade, log
from ntm.config.doctor.files import stored
from ntm.config.doctor.money import ledger
from ntm.core.problems import Problem
from ntm.evidence.models import Attachment, File
from ntm.evidence.services import Proof, attach
from ntm.finance.models import Account, Transfer
from ntm.finance.services import Place, Slip, assign
from ntm.reports.models import Paper
from ntm.reports.services import issue
from ntm.ui.machine import DiskFull, machine_problem
from tests.factories import NOON
from tests.scenarios.pictures import photo
from tests.scenarios.prepared import CENTRAL, Prepared, let_go, prepare, put_back, state
from tests.scenarios.rules import prove
from tests.scenarios.writers import writers
from tests.small_round import INCOME

HOME = Path(settings.HOME)
DESK = HOME.parent / f"{HOME.name}-desk"
ROOT = Path(__file__).resolve().parents[2]
PAPERS = 6
CUTS = 8
SQLITE = connection.vendor == "sqlite"
random.seed(20240930)
done: Prepared


def main() -> None:
    global done  # noqa: PLW0603 - one installation for all rules
    done = prepare(DESK, papers=PAPERS)
    rules = [rule for rule in RULES if SQLITE or rule not in OF_SQLITE]
    prove(rules, sys.argv[1:])


# A full disk.


def a_full_database_keeps_nothing_and_says_so():
    """SQLite may grow no further; PostgreSQL says that its disk is full when the log is written."""
    for writer in writers(done):
        if writer.begin != "full" or writer.name in {"ntm evidence sweep", "ntm move"}:
            continue
        put_back("full")
        writer.ready()
        fill_up()
        before = state()
        said = problem_of(writer.act)
        if said is None and writer.name == "ntm notices send":
            continue  # it leaves no line in the log, at which PostgreSQL would stop it
        # Some acts are small enough for the room that is left in the last page; then they are there whole.
        assert isinstance(said, DiskFull) or (said is None and SQLITE), f"{writer.name}: {said!r}"
        assert said is None or writer.name == "ntm notices send" or state() == before, writer.name
        make_room()
        writer.check()
        sound()


def a_full_store_takes_no_file_and_says_so():
    put_back("full")
    before = attached()
    with full_folder(HOME / "evidence"):
        said = problem_of(lambda: attach(photo(5), proof(), name="b.jpg", by="x", at=NOON))
        assert isinstance(said, DiskFull), said
        answer = upload()
        assert answer.status_code == 507, answer.status_code
        assert "hết chỗ trên đĩa" in answer.text
        assert not list((HOME / "evidence").rglob("unfinished-*"))
    assert attached() == before
    sound()
    assert upload().status_code in {200, 302}, "with room again it goes on"


def a_full_shelf_takes_no_backup_and_says_so():
    put_back("full")
    shelf = DESK / "shelf"
    shelf.mkdir(exist_ok=True)
    with full_folder(shelf):
        path = shelf / "a.zip"
        said = problem_of(lambda: back_up(Wanted(path), by="x", at=NOON, tell=lambda _: None))
        assert isinstance(said, DiskFull), said
        assert not path.exists()
        assert not draft_of(path).exists()


def a_full_drawer_takes_no_paper_and_says_so():
    put_back("full")
    before = state()
    with full_folder(HOME / "papers"):
        paper = Paper.objects.get(pk=done.papers[0])
        said = problem_of(lambda: issue(paper, signer="A", issued_on=date(2024, 9, 30), by="x", at=NOON))
        assert isinstance(said, DiskFull), said
    assert state() == before


def attached() -> tuple[int, int, int]:
    return File.objects.count(), Attachment.objects.count(), Entry.objects.count()


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


def _fill(path: Path) -> None:
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


def upload():
    client = Client(SERVER_NAME="localhost")
    client.raise_request_exception = False
    client.force_login(get_user_model().objects.get(username="can-bo-xa"))
    address = f"/rounds/{done.small.round.pk}/units/{done.small.commune.pk}/evidence/"
    file = SimpleUploadedFile("b.jpg", photo(6), content_type="image/jpeg")
    return client.post(address, {"measure": done.changes[0].measure, "file": file})


# A power cut.


def a_power_cut_loses_nothing_that_was_answered():
    """What was synced before an act was answered is on the disk; of what came after, any part may be, or rubbish.

    The child acts and says after each act how long the write-ahead log is; it is stopped at any moment, and file and
    log are copied with the log cut or spoilt behind what was said.
    """
    lost = []
    for cut in range(CUTS):
        put_back("full")
        begun = Entry.objects.count()
        told, folder = stopped_while_writing()
        with sqlite3.connect(folder / "ntm.sqlite3") as copy:
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",), cut
            assert not copy.execute("PRAGMA foreign_key_check").fetchall(), cut
            lines = copy.execute("SELECT count(*) FROM audit_entry").fetchone()[0]
            balance = copy.execute("SELECT sum(amount_dong) FROM finance_transfer WHERE act = 'assign'").fetchone()[0]
        copy.close()
        assert (balance or 0) == lines - begun, "an act is there in part"
        if lines - begun < told:
            lost.append((cut, told, lines - begun))
    assert not lost, lost


def stopped_while_writing() -> tuple[int, Path]:
    """Return how many acts were answered, and a folder with what a power cut would have left."""
    read, write_ = os.pipe()
    let_go()
    if (child := os.fork()) == 0:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_autocheckpoint = 0")  # else the log's length says nothing
        for _ in range(10_000):
            one_transfer()
            os.write(write_, struct.pack("q", (HOME / "ntm.sqlite3-wal").stat().st_size))
        os._exit(0)
    os.close(write_)
    time.sleep(random.uniform(0.05, 0.4))
    os.kill(child, signal.SIGSTOP)
    os.set_blocking(read, False)
    try:
        said = os.read(read, 1 << 20)
    except BlockingIOError:
        said = b""
    folder = DESK / "cut"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in ("ntm.sqlite3", "ntm.sqlite3-wal"):
        if (HOME / name).exists():
            shutil.copy2(HOME / name, folder / name)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(read)
    lengths = [length for (length,) in struct.iter_unpack("q", said[: len(said) // 8 * 8])]
    spoil(folder / "ntm.sqlite3-wal", lengths[-1] if lengths else 0)
    return len(lengths), folder


def spoil(log_: Path, synced: int) -> None:
    if not log_.exists():
        return
    content = bytearray(log_.read_bytes())
    end = random.randint(synced, len(content)) if len(content) > synced else len(content)
    content = content[:end]
    for place in range(synced, end):
        if random.random() < 0.3:
            content[place] = random.randrange(256)
    log_.write_bytes(content + random.randbytes(random.randrange(9_000)))


def the_engine_is_asked_to_sync_each_commit():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if SQLITE else "SHOW synchronous_commit")
        assert cursor.fetchone()[0] in {2, "on"}


# A clock that jumps.


def the_log_stays_in_order_when_the_clock_jumps():
    put_back("full")
    real = timezone.now
    begun = Entry.objects.count()
    try:
        for hours in (0, 72, -72, 24 * 400, -24 * 400, 1):
            timezone.now = lambda hours=hours: real() + timedelta(hours=hours)
            record("areas.loaded", subject=f"{hours}", by="x", at=timezone.now())
    finally:
        timezone.now = real
    assert verify().lines == begun + 6
    subjects = list(Entry.objects.order_by("-number").values_list("subject", flat=True)[:6])
    assert subjects == ["1", "-9600", "9600", "-72", "72", "0"], "the order isn't that of the acts"
    day, settings.DEFAULT_DAY = settings.DEFAULT_DAY, None
    try:
        assert {one.code: one.grade for one in log.clock()} == {
            "log/clock-went-back": Grade.SERIOUS,
            "log/clock-jumped": Grade.NOTE,
        }
    finally:
        settings.DEFAULT_DAY = day


def people_work_on_when_the_clock_jumps():
    """Within a session's life a jump signs nobody out; a lock that a jump made longer is opened by its command."""
    put_back("full")
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username="can-bo-xa"))
    real = timezone.now
    try:
        for hours in (48, -48, 0):
            timezone.now = lambda hours=hours: real() + timedelta(hours=hours)
            assert client.get("/inbox/").status_code == 200, hours
        timezone.now = lambda: real() + timedelta(hours=48)
        tried = [try_in("sai").status_code for _ in range(5)]
        assert tried[-1] == 429, tried
        timezone.now = real
        call_command("person", "unlock", "can-bo-xa", stdout=StringIO())
        assert try_in("mot mat khau dai").status_code == 302
    finally:
        timezone.now = real


def try_in(password: str):
    said = {"username": "can-bo-xa", "password": password}
    return Client(SERVER_NAME="localhost").post("/accounts/sign-in/", said)


# Two servers.


def two_servers_lose_no_update_and_give_no_number_twice():
    """Two processes write at once to the same accounts, the same sheet and the same register of papers."""
    put_back("full")
    begun, papers = Entry.objects.count(), len(done.papers)
    each = 20
    ends = [two_thirds(done.papers[:3], each), two_thirds(done.papers[3:], each)]
    for child in ends:
        assert os.waitpid(child, 0)[1] == 0, "a server failed"
    numbers = sorted(Paper.objects.exclude(number=None).values_list("number", flat=True))
    assert numbers == list(range(1, papers + 1)), numbers
    assert Transfer.objects.filter(act="assign").count() == 2 * each
    assert Account.objects.get(stage="3-assigned").balance_dong == 2 * each
    assert Item.objects.get(measure=done.changes[0].measure).version >= 2 * each, "an entry was lost"
    assert Entry.objects.count() >= begun + 2 * each + papers
    verify()
    sound()


def two_thirds(papers: list[int], each: int) -> int:
    """Begin a process that transfers, enters and issues, a third of the time each."""
    let_go()
    if (child := os.fork()) != 0:
        return child
    try:
        for number in range(each):
            one_transfer()
            enter(number)
            if number % 5 == 2 and papers:
                issue(Paper.objects.get(pk=papers.pop()), signer="A", issued_on=date(2024, 9, 30), by="x", at=NOON)
        while papers:
            issue(Paper.objects.get(pk=papers.pop()), signer="A", issued_on=date(2024, 9, 30), by="x", at=NOON)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def enter(_: int) -> None:
    change = done.changes[0]
    write(done.small.round, [Change(change.unit, change.measure, change.said, None)], by="can-bo-xa", at=NOON)


def one_transfer() -> None:
    small = done.small
    assign(Place(small.district, CENTRAL, 2024), small.district, Slip(1, date(2024, 3, 1)), by="x", at=NOON)


# Tools.


def proof() -> Proof:
    return Proof(done.small.commune, INCOME, "2024-Q3")


def problem_of(act) -> Problem | None:
    try:
        act()
    except Problem as problem:
        return problem
    except Exception as error:
        if transaction.get_connection().in_atomic_block:
            raise
        found = machine_problem(error)
        if found is None:
            raise
        return found
    return None


def sound() -> None:
    verify()
    bad = [one.what.en for one in (*stored(quick=False), *ledger()) if one.grade is Grade.SERIOUS]
    assert not bad, bad
    connection.check_constraints()


RULES = [
    # First: what draws a PDF keeps threads, and a process that was forked after that has none.
    two_servers_lose_no_update_and_give_no_number_twice,
    a_full_database_keeps_nothing_and_says_so,
    a_full_store_takes_no_file_and_says_so,
    a_full_shelf_takes_no_backup_and_says_so,
    a_full_drawer_takes_no_paper_and_says_so,
    a_power_cut_loses_nothing_that_was_answered,
    the_engine_is_asked_to_sync_each_commit,
    the_log_stays_in_order_when_the_clock_jumps,
    people_work_on_when_the_clock_jumps,
]
OF_SQLITE = [a_power_cut_loses_nothing_that_was_answered]

if __name__ == "__main__":
    main()
