"""Proves what a backup, a restore and a move promise, over a small installation with something of everything.

python -m tests.scenarios.backup_script [rule …]
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

import tests.scenarios.product  # noqa: F401 - first of ours
from ntm.assessments.models import Round
from ntm.assessments.selectors.sheet import sheets_of
from ntm.assessments.workbook import json_of
from ntm.audit.export import lines_of
from ntm.audit.guards import RULES, TABLE
from ntm.audit.heads import head_in
from ntm.audit.models import Entry
from ntm.audit.services import LogWasChanged, record, verify
from ntm.config.backup import Wanted, back_up, check, move, problems, restore
from ntm.config.backup.loading import guards_in
from ntm.config.backup.moving import other_database
from ntm.config.backup.restoring import mark_path
from ntm.config.backup.sealing import CHUNK
from ntm.core.documents import write_docx, write_pdf
from ntm.core.problems import Problem
from ntm.evidence.models import Attachment
from ntm.finance.models import Transfer
from ntm.finance.selectors import capital_rows
from ntm.reports.documents import document_of
from ntm.reports.models import Paper
from ntm.reports.services import issue
from tests.factories import NOON, make_unit
from tests.scenarios.moves import GUARDS
from tests.scenarios.pictures import photo
from tests.scenarios.prepared import Prepared, blank_file, let_go, prepare, put_back, remember, state
from tests.scenarios.rules import prove
from tests.scenarios.soundness import sound

ROOT = Path(__file__).resolve().parents[2]
HOME = Path(settings.HOME)
DESK = HOME.parent / f"{HOME.name}-desk"
SENTENCE = "một câu dài dễ nhớ"
random.seed(20240930)
done: Prepared


def main() -> None:
    global done  # noqa: PLW0603 - one installation for all rules
    done = prepare(DESK)
    issue(Paper.objects.get(pk=done.papers[0]), signer="A", issued_on=NOON.date(), by="x", at=NOON)
    remember("issued")
    prove(RULES_OF_BACKUPS, sys.argv[1:])


# What a restore gives back.


def a_restore_gives_byte_equal_exports():
    put_back("issued")
    before = exports()
    path = backed_up("same.zip")
    lines = Entry.objects.count()
    put_back("blank")
    bring_back(path)
    after = exports()
    assert after.pop("log").startswith(before.pop("log")), "the log isn't the same up to the backup"
    assert after == before, [name for name in before if after[name] != before[name]]
    assert Entry.objects.count() == lines, "the line of the backup itself gave way to that of the restore"
    assert Entry.objects.latest("number").act == "config.backup_restored"


def a_restored_installation_is_guarded_and_goes_on():
    put_back("issued")
    guards = guards_in(connection)
    path = backed_up("guards.zip")
    put_back("blank")
    bring_back(path)
    assert guards_in(connection) == guards
    for act in (lambda: Transfer.objects.update(amount_dong=1), lambda: Entry.objects.all().delete()):
        try:
            with transaction.atomic():
                act()
        except DatabaseError:
            continue
        raise AssertionError("a guard is not in force")
    make_unit("Mới")  # a number that nobody has
    record("areas.loaded", subject="x", by="x", at=NOON)
    sound()


def a_restore_into_an_installation_with_data_is_refused():
    put_back("issued")
    path = backed_up("refused.zip")
    before = state()
    refused(problems.NotEmpty, lambda: bring_back(path))
    assert state() == before
    assert not mark_path().exists()


def a_restore_beside_files_of_others_is_refused():
    put_back("issued")
    path = backed_up("beside.zip")
    put_back("blank")
    (HOME / "evidence").mkdir()
    (HOME / "evidence" / "mine").write_bytes(b"x")
    refused(problems.NotEmpty, lambda: bring_back(path))
    assert (HOME / "evidence" / "mine").exists()


def an_older_backup_is_restored_and_brought_up_to_date():
    put_back("issued")
    guards = guards_in(connection)
    call_command("migrate", "audit", "0002", verbosity=0)
    path = backed_up("older.zip")
    forget_everything()
    restored = bring_back(path)
    assert restored.migrated == 1
    assert guards_in(connection) == guards, "a database that was empty has not every guard"
    sound()


def a_newer_backup_is_refused_by_name():
    put_back("issued")
    path = backed_up("newer.zip")
    changed(path, lambda told: told["migrations"].append(["audit", "0099_of_tomorrow"]))
    put_back("blank")
    refused(problems.MadeByNewer, lambda: bring_back(path), "0099_of_tomorrow")
    changed(path, lambda told: told.update(format=2, version="9.9"))
    refused(problems.MadeByNewer, lambda: bring_back(path), "9.9")


def what_was_cut_off_is_cleared_by_the_next_restore():
    put_back("issued")
    path = backed_up("again.zip")
    put_back("blank")
    mark_path().write_text("{}", encoding="ascii")
    (HOME / "evidence").mkdir()
    (HOME / "evidence" / "half").write_bytes(b"half")
    bring_back(path)
    assert not (HOME / "evidence" / "half").exists()
    assert not mark_path().exists()
    sound()


# What is in a backup, and what isn't.


def a_backup_made_while_people_work_is_of_one_moment():
    put_back("issued")
    stop, lines = threading.Event(), Entry.objects.count()

    def work() -> None:
        while not stop.is_set():
            record("areas.loaded", subject="busy", by="x", at=NOON)
            time.sleep(0.005)  # as people do; in memory the log would grow without end
        connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        made = [back_up(Wanted(fresh(f"busy-{n}.zip")), by="x", at=NOON, tell=silently) for n in range(3)]
    finally:
        stop.set()
        worker.join()
    assert Entry.objects.count() > made[-1].log_lines > lines
    put_back("blank")
    bring_back(DESK / "busy-2.zip")
    assert verify().lines == made[-1].log_lines + 1


def files_that_are_missing_or_changed_are_named():
    put_back("issued")
    stored_at = HOME / "evidence" / str(Attachment.objects.select_related("file").first().file.stored)
    stored_at.write_bytes(photo(9))
    assert len(back_up(Wanted(fresh("changed.zip")), by="x", at=NOON, tell=silently).unsound) == 1
    stored_at.unlink()
    assert len(back_up(Wanted(fresh("missing.zip")), by="x", at=NOON, tell=silently).unsound) == 1


def no_key_and_no_session_is_in_a_plain_backup():
    put_back("issued")
    path = backed_up("keys.zip")
    key = (HOME / "secret-key").read_text(encoding="ascii")
    with zipfile.ZipFile(path) as archive:
        assert not [name for name in archive.namelist() if "secret" in name or "session" in name]
        assert not any(key.encode() in archive.read(name) for name in archive.namelist())
    refused(
        problems.SecretsNeedASeal, lambda: back_up(Wanted(DESK / "k.zip", None, True), by="x", at=NOON, tell=silently)
    )
    refused(problems.AlreadyThere, lambda: back_up(Wanted(path), by="x", at=NOON, tell=silently))


def a_sealed_backup_opens_to_its_passphrase_alone():
    put_back("issued")
    path, key = fresh("sealed"), (HOME / "secret-key").read_text(encoding="ascii")
    back_up(Wanted(path, SENTENCE, True), by="x", at=NOON, tell=silently)
    assert not any(word in path.read_bytes() for word in (b"accounts_user", b"manifest", key.encode()))
    refused(problems.WrongPassphrase, lambda: check(path, "một câu khác hẳn"))
    refused(problems.NoPassphrase, lambda: check(path, None))
    put_back("blank")
    (HOME / "secret-key").write_text("another", encoding="ascii")
    bring_back(path, SENTENCE)
    assert (HOME / "secret-key").read_text(encoding="ascii") == key
    assert (HOME / "secret-key").stat().st_mode & 0o077 == 0
    sound()


def a_bit_turned_over_anywhere_in_a_sealed_backup_is_found():
    path = fresh("bits")
    put_back("issued")
    back_up(Wanted(path, SENTENCE), by="x", at=NOON, tell=silently)
    whole = path.read_bytes()
    for _ in range(20):
        place = random.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << random.randrange(8))]) + whole[place + 1 :])
        refused((problems.Damaged, problems.WrongPassphrase, problems.NotABackup), lambda: check(path, SENTENCE))
    for length in (len(whole) - 1, len(whole) - CHUNK, len(whole) // 2, 40, 3):
        path.write_bytes(whole[: max(length, 0)])
        refused((problems.Damaged, problems.NotABackup), lambda: check(path, SENTENCE))


def a_bit_turned_over_in_a_plain_backup_is_found_or_means_nothing():
    """A ZIP has a few bytes that nobody reads, such as a date; whatever is read must be what was written."""
    put_back("issued")
    path = backed_up("bits.zip")
    whole, manifest = path.read_bytes(), check(path, None)
    found = 0
    for _ in range(20):
        place = random.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << random.randrange(8))]) + whole[place + 1 :])
        try:
            assert check(path, None) == manifest
        except Problem:
            found += 1
    assert found > 12, found


def the_log_is_held_against_a_backup():
    put_back("issued")
    path = backed_up("head.zip")
    assert verify(against=head_in(str(path)))
    with connection.cursor() as cursor:
        for name, _ in RULES:
            cursor.execute(f"DROP TRIGGER {name}" + ("" if connection.vendor == "sqlite" else f" ON {TABLE}"))
        cursor.execute("DELETE FROM audit_entry WHERE number >= %s", [head_in(str(path)).lines])
    verify()
    refused(LogWasChanged, lambda: verify(against=head_in(str(path))))


# From one database to the other.


def a_move_there_and_back_proves_that_all_is_equal():
    put_back("issued")
    before, home = state(), DESK / "moved-home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    there = f"sqlite://{home / 'ntm.sqlite3'}"
    proof = move(there, by="x", at=NOON, tell=silently)
    assert all(one.equal for one in proof)
    assert len(proof) > 50
    assert sum(one.after.rows for one in proof) > 300
    assert state() == before, "the old database was touched"
    with other_database(there) as target:
        assert {name for _, name, _ in guards_in(connections[target])} >= GUARDS
    if connection.vendor == "postgresql":
        forget_everything(files=False)
        told = ntm("move", NTM_HOME=str(home), NTM_DATABASE_URL="", NTM_MOVE_TO=os.environ["NTM_DATABASE_URL"])
        assert told.returncode == 0, told.stdout + told.stderr
        assert Entry.objects.filter(act="config.database_moved").count() == 2
        sound()


def a_move_while_somebody_writes_keeps_nothing():
    put_back("issued")
    home = DESK / "busy-home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()

    def write(_: object) -> None:
        make_unit("Chen vào")

    blank_file(home / "m.sqlite3")  # its tables are there; the move above makes them
    # The words are said after the snapshot was taken.
    refused(problems.WrittenMeanwhile, lambda: move(f"sqlite://{home / 'm.sqlite3'}", by="x", at=NOON, tell=write))
    proof = move(f"sqlite://{home / 'm.sqlite3'}", by="x", at=NOON, tell=silently)
    assert all(one.equal for one in proof), "the place was not left empty"


def a_move_onto_data_is_refused():
    put_back("issued")
    refused(
        problems.NotEmpty,
        lambda: move(
            os.environ.get("NTM_DATABASE_URL") or f"sqlite://{HOME / 'ntm.sqlite3'}", by="x", at=NOON, tell=silently
        ),
    )
    refused(problems.NotAnAddress, lambda: move("mysql://a/b", by="x", at=NOON, tell=silently))


# Tools.


def fresh(name: str) -> Path:
    path = DESK / name
    path.unlink(missing_ok=True)
    return path


def backed_up(name: str) -> Path:
    path = fresh(name)
    back_up(Wanted(path), by="ntm backup", at=NOON, tell=silently)
    return path


def bring_back(path: Path, passphrase: str | None = None):
    return restore(path, passphrase, by="ntm restore", at=NOON, tell=silently)


def exports() -> dict[str, bytes]:
    """Return what people take out of the product, byte by byte."""
    round_ = Round.objects.get()
    paper = document_of(Paper.objects.exclude(number=None).get())
    file = Attachment.objects.select_related("file").get().file
    with file.stored.open("rb") as stream:
        evidence = stream.read()
    signed = Paper.objects.exclude(number=None).get().signed
    with signed.open("rb") as stream:
        pdf = stream.read()
    return {
        "log": "".join(lines_of(Entry.objects.order_by("number"))).encode(),
        "figures": json_of(sheets_of(round_, list(round_.units.all())).values()).encode(),
        "capital": repr(list(capital_rows(done.small.province, date(2024, 9, 30), 2024))).encode(),
        "evidence": evidence,
        "signed": pdf,
        "docx": write_docx(paper),
        "pdf": write_pdf(paper),
    }


def refused(kind, act, words: str = "") -> None:
    with pytest.raises(kind, match=words or None):
        act()


@contextmanager
def written_anew(path: Path):
    """Give the entries of a plain backup to be changed, and write it anew."""
    with zipfile.ZipFile(path) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    yield entries
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def changed(path: Path, change) -> None:
    with written_anew(path) as entries:
        told = json.loads(entries["manifest.json"])
        change(told)
        entries["manifest.json"] = json.dumps(told).encode()


def forget_everything(*, files: bool = True) -> None:
    """Leave a database without any table, and no files."""
    let_go()
    for name in ("ntm.sqlite3", "ntm.sqlite3-wal", "ntm.sqlite3-shm"):
        (HOME / name).unlink(missing_ok=True)
    for name in ("evidence", "papers", "outbox") if files else ():
        shutil.rmtree(HOME / name, ignore_errors=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        let_go()


def ntm(*words: str, **own: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ntm.config.cli", *words]
    kept = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **own}
    return subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False)


def silently(_: object) -> None:
    return


RULES_OF_BACKUPS = [
    a_restore_gives_byte_equal_exports,
    a_restored_installation_is_guarded_and_goes_on,
    a_restore_into_an_installation_with_data_is_refused,
    a_restore_beside_files_of_others_is_refused,
    an_older_backup_is_restored_and_brought_up_to_date,
    a_newer_backup_is_refused_by_name,
    what_was_cut_off_is_cleared_by_the_next_restore,
    a_backup_made_while_people_work_is_of_one_moment,
    files_that_are_missing_or_changed_are_named,
    no_key_and_no_session_is_in_a_plain_backup,
    a_sealed_backup_opens_to_its_passphrase_alone,
    a_bit_turned_over_anywhere_in_a_sealed_backup_is_found,
    a_bit_turned_over_in_a_plain_backup_is_found_or_means_nothing,
    the_log_is_held_against_a_backup,
    a_move_there_and_back_proves_that_all_is_equal,
    a_move_while_somebody_writes_keeps_nothing,
    a_move_onto_data_is_refused,
]

if __name__ == "__main__":
    main()
