"""A small installation with something of everything, made once and put back in moments, on either engine.

For scripts that run in a process of their own, over a home and a database of their own.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sqlite3
import time
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import cast
from urllib.parse import urlparse

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from psycopg import sql
from shapely.geometry import box, mapping

from ntm.accounts.models import Role, User
from ntm.assessments.models import Said
from ntm.assessments.selectors.sheet import sheet_of
from ntm.assessments.services import Change, send_report
from ntm.assessments.services.take_in import take_in
from ntm.config.backup import Wanted, back_up, loading
from ntm.config.backup.moving import other_database
from ntm.config.backup.snapshot import rows, snapshot
from ntm.config.backup.tables import SESSIONS, Table, schema_of
from ntm.core.problems import Text
from ntm.core.rulebook import Kind
from ntm.evidence.services import Proof, attach
from ntm.finance.services import Place, Slip, allocate, keep_budget
from ntm.notices.services import tell
from ntm.reports.drafts import draft_for
from ntm.reports.models import PaperKind
from ntm.reports.services import draft_paper
from ntm.reports.services import send as send_paper
from tests.factories import NOON, make_person
from tests.scenarios import small_demo
from tests.scenarios.pictures import photo
from tests.small_round import INCOME, SmallRound, small_round

PATIENCE = 60  # seconds: others may be at work on the machine
PAPERS = 6  # that wait to be signed
CENTRAL = "programme/central/investment"
BY = {"by": "can-bo-xa", "at": NOON}
# What differs from run to run although the same was done: random codes, and the seals and hashes made of them.
PASSING = {
    "accounts_user": {"password", "date_joined"},  # a new person has a password that nobody knows
    "audit_entry": {"at", "detail", "seal", "seal_before"},
    "reports_paper": {"code", "frozen", "signed", "docx_sha256", "pdf_sha256", "signed_sha256"},
}
# Written by Django itself after a migration, and the same in every installation.
DJANGOS_OWN = {"auth_permission", "django_content_type"} | SESSIONS


@dataclass(frozen=True, slots=True)
class Prepared:
    """The installation; ``papers`` wait to be signed, ``changes`` to be taken in."""

    small: SmallRound
    changes: list[Change]
    papers: list[int]
    desk: Path  # files that commands are given


def prepare(desk: Path) -> Prepared:
    """Return the installation as it is remembered; where nobody prepared it in this home yet, do so."""
    done = _kept("prepared")
    if done.exists():
        put_back("full")
        return cast(Prepared, pickle.loads(done.read_bytes()))  # noqa: S301 - written below
    prepared = _make(desk)
    done.write_bytes(pickle.dumps(prepared))
    return prepared


def _make(desk: Path) -> Prepared:
    """Migrate, remember the blank database, one with units alone, and the full one."""
    call_command("migrate", verbosity=0)
    remember("blank")
    shutil.rmtree(desk, ignore_errors=True)
    desk.mkdir(parents=True)
    small_demo.sow()
    small_demo.files(desk / "demo")
    remember("sown")
    put_back("blank")
    small = small_round()
    rows_ = sheet_of(small.round, small.commune).rows
    changes = [Change(small.commune, row.measure, value_for(row.question.indicator.kind), None) for row in rows_]
    take_in(small.round, changes[:5], source="a.xlsx", **BY)
    send_report(small.round, small.commune, **BY)
    attach(photo(1), Proof(small.commune, INCOME, "2024-Q3"), name="a.jpg", **BY)
    keep_budget(small.province, 2024, {CENTRAL: 10**9}, total_dong=10**9, document="KH", on=date(2024, 1, 2), **BY)
    allocate(Place(small.province, CENTRAL, 2024), small.district, Slip(10**8, date(2024, 2, 1)), **BY)
    waiting = [_waiting_paper(small) for _ in range(PAPERS)]
    _people_to_write_to(small)
    (desk / "ranh-gioi.geojson").write_text(_boundaries(small), encoding="utf-8")
    (desk / "bieu.json").write_text(_figures(changes[5:]), encoding="utf-8")
    _orphan()
    back_up(Wanted(desk / "a.zip"), by="ntm backup", at=NOON, tell=lambda _: None)
    remember("full")
    return Prepared(small, changes[5:], waiting, desk)


def value_for(kind: Kind):
    """Return a value that any indicator of the kind takes."""
    return Said(passed=True) if kind is Kind.YES_NO else Said(amount=Decimal(50))


def _waiting_paper(small: SmallRound) -> int:
    draft = draft_for(PaperKind.PLAN, small.province, small.district, date(2024, 9, 30))
    paper = draft_paper(small.province, PaperKind.PLAN, draft, **BY)
    paper.body = paper.body.replace("⟦", "").replace("⟧", "")
    paper.save(update_fields=["body"])
    return send_paper(paper, **BY).pk


def _people_to_write_to(small: SmallRound) -> None:
    for number in range(3):
        person = make_person(f"nguoi-{number}", Role.LEADER, small.province)
        person.email = f"nguoi-{number}@example.vn"
        person.save(update_fields=["email"])
    written_to = User.objects.exclude(email="")
    tell(written_to, about="assessments.returned", words=Text("Trả lại", "Returned"), address="/rounds/1/", at=NOON)


def _figures(changes: list[Change]) -> str:
    lines = [
        {"unit": one.unit.code, "measure": one.measure, "value": "yes" if one.said.passed else "50"} for one in changes
    ]
    return json.dumps(lines)


def _boundaries(small: SmallRound) -> str:
    square = {
        "type": "Feature",
        "properties": {"code": small.commune.code},
        "geometry": mapping(box(105.8, 21.5, 105.9, 21.7)),
    }
    return json.dumps({"type": "FeatureCollection", "features": [square]})


def _orphan() -> None:
    """Leave files behind that nobody names, two days old."""
    for name in ("00", "01", "02"):
        path = Path(settings.HOME) / "evidence" / name / "le" / (name * 32)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 1_000)
        os.utime(path, (time.time() - 2 * 86_400,) * 2)


# What is remembered, and put back.


def remember(name: str) -> None:
    """Keep the installation as it is now under a name."""
    let_go()
    home, kept = Path(settings.HOME), _kept(name)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    if connection.vendor == "postgresql":
        _copy_database(_database(), f"{_database()}_{name}")
    else:
        _fold_in(home / "ntm.sqlite3")
    for path in home.iterdir():
        (shutil.copytree if path.is_dir() else shutil.copy2)(path, kept / path.name)
    if connection.vendor == "postgresql":
        (kept / "state").write_text(json.dumps([state(), sequences()]), encoding="ascii")
        _learn(name)


def put_back(name: str, *, same_tables: bool = False) -> None:
    """Make the installation what was remembered; where the tables are as they were, their rows will do."""
    let_go()
    home = Path(settings.HOME)
    for path in home.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(_kept(name), home, dirs_exist_ok=True)
    if connection.vendor != "postgresql" or _wound_back(name):
        return
    if same_tables and name in _contents:
        with transaction.atomic():
            loading.load("default", _contents[name])
        _count_as_before(name)
    else:
        let_go()
        _copy_database(f"{_database()}_{name}", _database())
        _learn(name)


def _learn(name: str) -> None:
    """Keep the rows of what was put back, so that next time they will do."""
    with snapshot() as second:
        _contents[name] = [(table, list(rows(second, table))) for table in schema_of().tables]


_contents: dict[str, list[tuple[Table, list[list[object]]]]] = {}


def _wound_back(name: str) -> bool:
    """Spare a copy of the database where nothing was left in it: only what it counts by went on."""
    if state() != json.loads((_kept(name) / "state").read_text(encoding="ascii"))[0]:
        return False
    _count_as_before(name)
    return True


def _count_as_before(name: str) -> None:
    count_on_from(json.loads((_kept(name) / "state").read_text(encoding="ascii"))[1])


def count_on_from(numbers: list[tuple[str, int | None]]) -> None:
    """Let PostgreSQL give the numbers that follow these; it doesn't take back those of an act that was undone."""
    with connection.cursor() as cursor:
        for sequence, last in numbers:
            cursor.execute("SELECT setval(%s, %s, %s)", [sequence, last or 1, last is not None])


def sequences() -> list[tuple[str, int | None]]:
    """Return the last number that each counter of PostgreSQL gave; SQLite counts in its tables."""
    if connection.vendor != "postgresql":
        return []
    with snapshot() as second, second.cursor() as cursor:  # an act may be under way on the first connection
        cursor.execute("SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'")
        return list(cursor.fetchall())


def let_go() -> None:
    """Close every connection, pooled ones too: a child must not speak through its parent's."""
    connections.close_all()
    for one in connections.all():
        if one.vendor == "postgresql":
            one.close_pool()


def wait_until_alone(server: str, name: str) -> None:
    """Wait until nobody speaks to a database any more: who was killed may have left an order that is still obeyed."""
    question = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(server, autocommit=True) as asked:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = asked.execute(question, [name]).fetchone()
            if not found or not found[0]:
                return
            time.sleep(0.01)
    raise AssertionError(f"somebody still speaks to {name}")


def wait_for_the_killed() -> None:
    """Wait until PostgreSQL has noticed that a child was killed."""
    if connection.vendor == "postgresql":
        wait_until_alone(server_address(), _database())


def server_address() -> str:
    """Return the address of the database ``postgres`` beside the product's."""
    return urlparse(os.environ["NTM_DATABASE_URL"])._replace(path="/postgres").geturl()


def blank_file(path: Path) -> None:
    """Make an empty SQLite database at ``path``, migrated, whatever engine the installation has."""
    kept = _kept("blank") / "ntm.sqlite3"
    if not kept.exists():
        kept = _kept("blank-sqlite")
        if not kept.exists():
            with other_database(f"sqlite://{kept}") as target:
                loading.prepare(target, schema_of().migrations)
            _fold_in(kept)
    shutil.copy2(kept, path)


def _kept(name: str) -> Path:
    home = Path(settings.HOME)
    return home.parent / f"{home.name}-{name}"


def _fold_in(path: Path) -> None:
    """Bring everything of the write-ahead log into the file."""
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _database() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _copy_database(old: str, new: str) -> None:
    with psycopg.connect(server_address(), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(new)))
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(new), sql.Identifier(old)))


# What it holds.


def state() -> str:
    """Return a short name for everything that the database holds, but for what passes from run to run."""
    whole = sha256()
    with snapshot() as second:
        for table in TABLES or _tables():
            for row in rows(second, table):
                whole.update(f"{table.name}{_lasting(table, row)}".encode())
    return whole.hexdigest()[:12]


TABLES: list[Table] = []


def _tables() -> list[Table]:
    TABLES.extend(table for table in schema_of().tables if table.name not in DJANGOS_OWN)
    return TABLES


def _lasting(table: Table, row) -> list[object]:
    passing = PASSING.get(table.name, set())
    return [value for column, value in zip(table.columns, row, strict=True) if column.name not in passing]
