"""Everything that writes, as something that can be begun and killed: what it does, and what it must never leave."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from ntm.accounts.models import Role
from ntm.accounts.services import add_person, assign
from ntm.areas.models import Unit
from ntm.assessments.services import send_report
from ntm.assessments.services.take_in import take_in
from ntm.config.backup import Wanted, back_up, check, move, restore
from ntm.config.backup.container import draft_of
from ntm.config.backup.files import all_names, stores
from ntm.config.backup.loading import must_be_empty
from ntm.config.backup.problems import NotEmpty
from ntm.core.problems import Text
from ntm.evidence.services import Proof, attach
from ntm.finance.services import Place, Slip, disburse
from ntm.finance.services import assign as assign_capital
from ntm.plans.services import load_plan
from ntm.reports.models import Paper
from ntm.reports.services import issue
from tests.factories import NOON
from tests.scenarios import small_demo
from tests.scenarios.moves import Target
from tests.scenarios.pictures import photo
from tests.scenarios.prepared import BY, CENTRAL, Prepared, blank_file
from tests.small_round import INCOME

PLAN = settings.ROOT / "demo" / "thai-nguyen-2024" / "plan.yaml"
OFFICES = {
    code: Text(code, code)
    for code in (
        "so-nong-nghiep-va-phat-trien-nong-thon",
        "van-phong-dieu-phoi-ntm-tinh",
        "uy-ban-mttq-tinh",
        "ban-chi-dao-tinh",
        "cac-so-nganh",
        "to-chuc-chinh-tri-xa-hoi-tinh",
        "ubnd-huyen-thanh-pho",
        "ubnd-xa",
    )
}


def _nothing() -> None:
    return


@dataclass(frozen=True, slots=True)
class Writer:
    """A command that writes. ``begin`` is the remembered installation; ``check`` looks at what isn't in the database,
    and returns False where nothing of the act is there.

    ``ready`` makes what the act needs besides; ``again`` is how a person goes on after it was cut off, where it
    ``resumes`` wherever that was, else where nothing was kept.
    """

    name: str
    act: Callable[[], object]
    begin: str = "full"
    ready: Callable[[], object] = _nothing
    check: Callable[[], object] = _nothing
    again: Callable[[], object] | None = field(default=None)
    resumes: bool = False


def writers(prepared: Prepared, *, server: str = "", whole_demo: bool = False) -> list[Writer]:
    """Return every command and act that writes, over a prepared installation.

    With the address of a PostgreSQL also the moves into it; the loading of the whole demo takes half a minute.
    """
    if whole_demo:
        return [_of_the_demo(prepared, whole=True)]
    return [
        *_of_rounds(prepared),
        *_of_files(prepared),
        *_of_money_and_papers(prepared),
        *_of_the_office(prepared),
        _of_the_demo(prepared),
        *_of_backups(prepared),
        *(_of_moves_into(Target(server)) if server else ()),
    ]


def _of_rounds(prepared: Prepared) -> Iterator[Writer]:
    small, desk = prepared.small, prepared.desk
    yield Writer("take figures in", lambda: take_in(small.round, prepared.changes, source="b.xlsx", **BY))

    def send() -> None:
        take_in(small.round, prepared.changes, source="b.xlsx", **BY)
        send_report(small.round, small.commune, **BY)

    yield Writer("send a report", send)
    quiet = {"verbosity": 0, "stdout": _Nowhere(), "stderr": _Nowhere()}
    yield Writer(
        "ntm figures import",
        lambda: call_command(
            "figures", "import", str(desk / "bieu.json"), "--by", "can-bo-xa", "--round", str(small.round.pk), **quiet
        ),
    )
    yield Writer("ntm standings rebuild", lambda: call_command("standings", "rebuild", **quiet))


def _of_files(prepared: Prepared) -> Iterator[Writer]:
    small, desk = prepared.small, prepared.desk
    proof = Proof(small.commune, INCOME, "2024-Q3")
    quiet = {"verbosity": 0, "stdout": _Nowhere()}
    yield Writer("attach a file", lambda: attach(photo(7), proof, name="b.jpg", **BY))
    yield Writer("ntm evidence sweep", lambda: call_command("evidence", "sweep", **quiet))
    yield Writer(
        "ntm areas import-boundaries",
        lambda: call_command(
            "areas", "import-boundaries", str(desk / "ranh-gioi.geojson"), "--on", "2024-09-30", **quiet
        ),
    )


def _of_money_and_papers(prepared: Prepared) -> Iterator[Writer]:
    small = prepared.small
    place = Place(small.district, CENTRAL, 2024)

    def transfers() -> None:
        assign_capital(place, small.district, Slip(3_000, date(2024, 3, 1)), **BY)
        disburse(place, Slip(1_000, date(2024, 4, 1)), **BY)
        disburse(place, Slip(500, date(2024, 5, 1)), **BY)

    yield Writer("ledger transfers", transfers)
    yield Writer(
        "issue a paper",
        lambda: issue(Paper.objects.get(pk=prepared.papers[0]), signer="Nguyễn Văn A", issued_on=NOON.date(), **BY),
    )


def _of_the_office(prepared: Prepared) -> Iterator[Writer]:
    small = prepared.small
    quiet = {"verbosity": 0, "stdout": _Nowhere()}
    yield Writer("load a plan", lambda: load_plan(PLAN, offices=OFFICES, **BY))
    yield Writer("ntm notices send", lambda: call_command("notices", "send", "--on", "2024-09-30", **quiet))

    def people() -> None:
        for number in range(3):
            person = add_person(f"moi-{number}", full_name="Mới", email="", **BY)
            assign(
                person,
                Role.LEADER,
                Unit.objects.get(pk=small.province.pk),
                office=None,
                first=NOON.date(),
                last=None,
                **BY,
            )

    yield Writer("add people", people)


def _of_the_demo(prepared: Prepared, *, whole: bool = False) -> Writer:
    folder = small_demo.WHOLE if whole else prepared.desk / "demo"

    def load() -> None:
        small_demo.load(folder, verbosity=0, stdout=_Nowhere())

    name, begin = ("ntm demo load, whole", "blank") if whole else ("ntm demo load", "sown")
    return Writer(name, load, begin=begin, again=load, resumes=True)


def _of_backups(prepared: Prepared) -> Iterator[Writer]:
    shelf, archive = prepared.desk / "shelf", prepared.desk / "a.zip"
    shelf.mkdir(exist_ok=True)
    made, other = shelf / "b.zip", shelf / "moved.sqlite3"

    def make() -> None:
        back_up(Wanted(made), by="ntm backup", at=NOON, tell=_silently)

    def bring_back() -> None:
        restore(archive, None, by="ntm restore", at=NOON, tell=_silently)

    def move_there() -> None:
        move(f"sqlite://{other}", by="ntm move", at=NOON, tell=_silently)

    yield Writer("ntm backup", make, ready=lambda: _gone(made, draft_of(made)), check=lambda: _whole_or_absent(made))
    yield Writer("ntm restore", bring_back, begin="blank", check=_restored_or_empty, again=bring_back)
    yield Writer(
        "ntm move into SQLite", move_there, ready=lambda: _empty_target(other), check=lambda: _moved_or_empty(other)
    )


def _of_moves_into(target: Target) -> Iterator[Writer]:
    """Moves into a database that has its tables, and into one that has none yet."""
    for name, ready in (("ntm move into PostgreSQL", target.blank), ("ntm move, with tables", target.empty)):
        yield Writer(
            name,
            lambda: target.move_here(NOON),
            ready=ready,
            check=target.is_whole,
            again=lambda: target.move_again(NOON),
            resumes=True,
        )


def _gone(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _whole_or_absent(made: Path) -> bool:
    if made.exists():
        check(made, None)
    return made.exists()


def _empty_target(other: Path) -> None:
    _gone(*(Path(f"{other}{ending}") for ending in ("", "-wal", "-shm")))
    blank_file(other)


def _restored_or_empty() -> None:
    """Where the database is there, so is every file; where it isn't, nothing stands in the way of trying again."""
    try:
        must_be_empty("default")
    except NotEmpty:
        assert set(all_names(stores()["evidence"])), "the rows were restored, the files were not"


def _moved_or_empty(other: Path) -> bool:
    with sqlite3.connect(other) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        people, lines, units = (
            database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("accounts_user", "audit_entry", "areas_unit")
        )
    database.close()
    assert bool(people) == bool(lines) == bool(units), "half of the database was moved"
    return bool(lines)


class _Nowhere:
    """Takes what a command says and forgets it."""

    def write(self, _: str) -> None:
        return

    def flush(self) -> None:
        return

    def isatty(self) -> bool:
        return False


def _silently(_: Text) -> None:
    return
