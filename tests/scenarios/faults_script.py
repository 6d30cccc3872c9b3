"""Proves what happens when the machine fails: a full disk, a power cut, a clock that jumps, two servers at once.

python -m tests.scenarios.faults_script [--cuts 100] [rule …]
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import traceback
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

import tests.scenarios.product  # noqa: F401 - first of ours
from ntm.assessments.models import Item
from ntm.assessments.services import Change, write
from ntm.audit.models import Entry
from ntm.audit.services import record, verify
from ntm.config.backup import Wanted, back_up
from ntm.config.backup.container import draft_of
from ntm.config.doctor import Grade, database, log
from ntm.evidence.models import Attachment, File
from ntm.evidence.services import Proof, attach
from ntm.finance.models import Account, Transfer
from ntm.reports.models import Paper
from ntm.reports.services import issue
from ntm.ui.machine import DiskFull
from tests.factories import NOON
from tests.scenarios import full_disks, power_cuts
from tests.scenarios.full_disks import fill_up, full_folder, make_room
from tests.scenarios.pictures import photo
from tests.scenarios.prepared import Prepared, let_go, prepare, put_back, state
from tests.scenarios.rules import prove
from tests.scenarios.soundness import one_transfer, problem_of, sound
from tests.scenarios.writers import writers
from tests.small_round import INCOME

HOME = Path(settings.HOME)
DESK = HOME.parent / f"{HOME.name}-desk"
ROOT = Path(__file__).resolve().parents[2]
SQLITE = connection.vendor == "sqlite"
CUTS = 8 if SQLITE else 4
done: Prepared
asked: argparse.Namespace


def main() -> None:
    global done, asked  # noqa: PLW0603 - one installation for all rules
    parser = argparse.ArgumentParser()
    parser.add_argument("rules", nargs="*")
    parser.add_argument("--cuts", type=int, default=CUTS, help="how often the power goes")
    parser.add_argument("--seed", type=int, default=20240930)
    asked = parser.parse_args()
    random.seed(asked.seed)
    done = prepare(DESK)
    sys.exit(prove([rule for rule in RULES if not SQLITE or rule not in OF_POSTGRESQL], asked.rules))


# A full disk.


def a_full_database_keeps_nothing_and_says_so():
    """SQLite may grow no further; PostgreSQL says that its disk is full when the log is written."""
    for writer in writers(done):
        if writer.begin != "full" or writer.name in {"ntm evidence sweep", "ntm move into SQLite"}:
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


def a_disk_that_is_full_under_the_data_of_postgresql_keeps_nothing_and_says_so():
    full_disks.under_the_data(done.small)


def a_disk_that_is_full_under_the_log_of_postgresql_loses_nothing_and_says_so():
    full_disks.under_the_log(done.small)


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
    shelf = DESK / "full-shelf"
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
        said = problem_of(lambda: issue(paper, signer="A", issued_on=NOON.date(), by="x", at=NOON))
        assert isinstance(said, DiskFull), said
    assert state() == before


def attached() -> tuple[int, int, int]:
    return File.objects.count(), Attachment.objects.count(), Entry.objects.count()


def upload():
    client = Client(SERVER_NAME="localhost")
    client.raise_request_exception = False
    client.force_login(get_user_model().objects.get(username="can-bo-xa"))
    address = f"/rounds/{done.small.round.pk}/units/{done.small.commune.pk}/evidence/"
    file = SimpleUploadedFile("b.jpg", photo(6), content_type="image/jpeg")
    return client.post(address, {"measure": done.changes[0].measure, "file": file})


# A power cut.


def a_power_cut_loses_nothing_that_was_answered():
    """What was synced before an act was answered is on the disk; of what came after, any part may be, or rubbish."""
    (power_cuts.of_sqlite if SQLITE else power_cuts.of_postgresql)(done.small, asked.cuts)


def the_engine_is_asked_to_sync_each_commit():
    for question in ("PRAGMA synchronous",) if SQLITE else ("SHOW fsync", "SHOW full_page_writes", _COMMIT):
        with connection.cursor() as cursor:
            cursor.execute(question)
            assert cursor.fetchone()[0] in {2, "on"}, question
    assert {one.code for one in database.sound(quick=True) if one.grade > Grade.NOTE} == set(), "the doctor warns"


_COMMIT = "SHOW synchronous_commit"


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
    """An hour ahead signs nobody out. Longer ends a session as so much time does, and so does a clock that goes back
    behind the last act; one signs in again, whatever the hour. A lock from a day to come is none.
    """
    put_back("full")
    client = Client(SERVER_NAME="localhost")
    client.force_login(get_user_model().objects.get(username="can-bo-xa"))
    with clock() as jumps:
        for hours, answer in ((1, 200), (0, 302)):
            jumps(hours)
            assert client.get("/inbox/").status_code == answer, hours
        assert try_in("mot mat khau dai", client).status_code == 302
        jumps(48)
        assert client.get("/inbox/").status_code == 302
        for hours in (48, -48, 0):
            jumps(hours)
            assert try_in("mot mat khau dai", client).status_code == 302
            assert client.get("/inbox/").status_code == 200, hours
        jumps(48)
        assert try_in("mot mat khau dai", client).status_code == 302
        tried = [try_in("sai").status_code for _ in range(5)]
        assert tried[-1] == 429, tried
        jumps(0)
        assert client.get("/inbox/").status_code == 302, "a session from two days ahead goes on"
        assert try_in("mot mat khau dai").status_code == 302


@contextmanager
def clock():
    """Give what sets every clock of this process forward or back by hours."""
    from axes.handlers import proxy as wrong_passwords  # it keeps a name of its own for the clock

    now, seconds = timezone.now, time.time

    def jumps(hours: int) -> None:
        timezone.now = wrong_passwords.now = lambda: now() + timedelta(hours=hours)
        time.time = lambda: seconds() + hours * 3_600

    try:
        yield jumps
    finally:
        timezone.now = wrong_passwords.now = now
        time.time = seconds


def try_in(password: str, client: Client | None = None):
    said = {"username": "can-bo-xa", "password": password}
    return (client or Client(SERVER_NAME="localhost")).post("/accounts/sign-in/", said)


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
            one_transfer(done.small)
            enter(number)
            if number % 5 == 2 and papers:
                issue(Paper.objects.get(pk=papers.pop()), signer="A", issued_on=NOON.date(), by="x", at=NOON)
        while papers:
            issue(Paper.objects.get(pk=papers.pop()), signer="A", issued_on=NOON.date(), by="x", at=NOON)
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def enter(_: int) -> None:
    change = done.changes[0]
    write(done.small.round, [Change(change.unit, change.measure, change.said, None)], by="can-bo-xa", at=NOON)


# Tools.


def proof() -> Proof:
    return Proof(done.small.commune, INCOME, "2024-Q3")


RULES = [
    # First: what draws a PDF keeps threads, and a process that was forked after that has none.
    two_servers_lose_no_update_and_give_no_number_twice,
    a_full_database_keeps_nothing_and_says_so,
    a_disk_that_is_full_under_the_data_of_postgresql_keeps_nothing_and_says_so,
    a_disk_that_is_full_under_the_log_of_postgresql_loses_nothing_and_says_so,
    a_full_store_takes_no_file_and_says_so,
    a_full_shelf_takes_no_backup_and_says_so,
    a_full_drawer_takes_no_paper_and_says_so,
    a_power_cut_loses_nothing_that_was_answered,
    the_engine_is_asked_to_sync_each_commit,
    the_log_stays_in_order_when_the_clock_jumps,
    people_work_on_when_the_clock_jumps,
]
OF_POSTGRESQL = [
    a_disk_that_is_full_under_the_data_of_postgresql_keeps_nothing_and_says_so,
    a_disk_that_is_full_under_the_log_of_postgresql_loses_nothing_and_says_so,
]

if __name__ == "__main__":
    main()
