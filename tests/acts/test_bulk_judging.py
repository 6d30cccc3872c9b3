"""Judging everything at once keeps what judging one by one keeps, wherever the numbers come from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from ntm.areas.models import Kind, Trait, TraitName
from ntm.assessments.bulk import database, engine_at
from ntm.assessments.bulk.engines import NoCluster, UnknownEngine
from ntm.assessments.bulk.judging import UnknownUnits
from ntm.assessments.bulk.sheets import NotASheet
from ntm.assessments.models import Reading, Stage, Standing
from ntm.assessments.services import rebuild_standings
from ntm.assessments.services.judge import contents_of
from ntm.audit import guards
from ntm.audit.models import Entry
from ntm.core.periods import Quarter
from ntm.core.rulebook import Kind as ValueKind
from ntm.core.rulebook.bulk import WrongKindInSheet
from ntm.criteria.selectors import rulebook
from tests.factories import NOON, make_province, make_unit

pytestmark = pytest.mark.django_db(transaction=True)
NTM, ADVANCED = "commune-ntm-2021-2025", "commune-advanced-2021-2025"
INCOME = f"{NTM}/10"
PERIODS = ("2023-Q4", "2024-Q3", "2025-Q4", "2026-Q3")
cluster = pytest.mark.skipif(
    not (find_spec("pysail") and find_spec("pyspark")), reason="the extra “cluster” is not installed: no Sail, no Spark"
)


@pytest.fixture(scope="module", autouse=True)
def log_is_guarded_again(django_db_setup, django_db_blocker):
    """What is committed here is emptied after each test, which the guards of the log forbid: they stand again last."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for statement in guards.statements(connection.vendor):
            cursor.execute(statement)


@pytest.fixture(autouse=True)
def log_may_be_emptied(transactional_db):
    yield
    with connection.cursor() as cursor, suppress(DatabaseError):  # lifted already by an earlier test
        for statement in guards.undoing(connection.vendor):
            cursor.execute(statement)


@pytest.fixture
def country(settings, tmp_path, monkeypatch):
    """Two provinces, units of every kind, and readings of several bodies in years with and without districts."""
    read: list[Reading] = []
    for code, region in (("19", "TDMNPB"), ("01", "DBSH")):
        province = make_province(code, code, region)
        district = make_unit(f"huyện {code}", Kind.RURAL_DISTRICT, province)
        communes = [make_unit(f"xã {number}", parent=district) for number in range(3)]
        others = [make_unit("thị trấn", Kind.TOWNSHIP, district), make_unit("thị xã", Kind.TOWN, province)]
        trait(communes[0], TraitName.SAFE_ZONE)
        trait(communes[1], TraitName.COMMUNE_GROUP, "group-1")
        trait(district, TraitName.POOR_DISTRICT)
        units = enumerate([*communes, district, province, *others])
        read += [one for number, unit in units for period in PERIODS for one in readings_of(unit, period, number)]
    Reading.objects.bulk_create(read)
    return see_what_is_committed(tmp_path, monkeypatch)


def trait(unit, name: TraitName, value: str = "") -> None:
    Trait.objects.create(unit=unit, name=name, value=value, valid_from=unit.valid_from, source="x", confidence="high")


def readings_of(unit, period: str, number: int) -> Iterator[Reading]:
    """Report something of most measures that any set asks of the unit: by several bodies, set aside, or excused."""
    day = Quarter.parse(period).ends_on
    sets = rulebook().sets_on(day, unit.tier)
    leaves = {leaf.measure: leaf for one in sets for each in one.indicators for leaf in each.parts or (each,)}
    for place, leaf in enumerate(leaves.values()):
        how = (place * 7 + number * 3) % 11
        yes_no = leaf.kind is ValueKind.YES_NO

        def said(stage: Stage = Stage.REPORTED, *, good: bool, leaf=leaf, yes_no=yes_no, **more) -> Reading:
            value = {"passed": good} if yes_no else {"amount": Decimal("93.1234") if good else Decimal("7.5")}
            fixed = {"period": period, "period_ends_on": day, "entered_by": "x", "entered_at": NOON}
            return Reading(unit=unit, measure=leaf.measure, stage=stage, **fixed, **(value | more))

        if how == 9:
            yield said(good=True, amount=None, passed=None, not_applicable_because="không có")
        elif how != 10:
            yield said(good=how % 2 == 0, is_sample=number == 2 and place == 0)
        if how in {3, 4}:
            yield said(Stage.APPRAISED, good=how % 2 == 1)
        if how in {4, 5}:
            yield said(Stage.VERIFIED, good=how % 2 == 1)
        if how == 6:
            yield said(good=False, set_aside_at=NOON)


def see_what_is_committed(tmp_path: Path, monkeypatch):
    """Return what puts the committed rows where another connection finds them: SQLite's tests live in memory."""

    def commit() -> None:
        if connection.vendor == "sqlite":
            with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
                connection.connection.backup(copy)
            copy.close()

    monkeypatch.setattr(database, "sqlite_file", lambda: str(tmp_path / "copy.sqlite3"))
    commit()
    return commit


def run(*words: object) -> str:
    call_command("judge", *map(str, words), stdout=(told := StringIO()), stderr=StringIO())
    return told.getvalue()


def test_it_keeps_the_rows_that_rebuilding_gives_and_one_line_in_the_log(country):
    rebuild_standings(by="test", at=NOON)
    rebuilt = contents_of(Standing.objects.all())
    Standing.objects.filter(period="2024-Q3").delete()
    Standing.objects.filter(period="2025-Q4").update(criteria_met=0)

    run("--all")

    assert len(rebuilt) > 60
    assert contents_of(Standing.objects.all()) == rebuilt
    line = Entry.objects.get(act="assessments.judged_in_bulk")
    assert line.detail["standings"] == len(rebuilt)
    assert line.detail["engine"] == "polars"
    run("--all")
    assert Entry.objects.filter(act="assessments.judged_in_bulk").last().detail["changed"] == 0


def test_only_the_named_sets_and_periods_are_touched(country):
    rebuild_standings(by="test", at=NOON)
    Standing.objects.update(criteria_met=0)

    run("--set", NTM, "--period", "2024-Q1..2024-Q4")

    right = Standing.objects.exclude(criteria_met=0).values_list("criteria_set", "period").distinct()
    assert list(right) == [(NTM, "2024-Q3")]


def test_a_standing_that_nothing_stands_behind_goes(country):
    rebuild_standings(by="test", at=NOON)
    gone = Standing.objects.filter(criteria_set=NTM, period="2024-Q3").first()
    Reading.objects.filter(unit=gone.unit, period="2024-Q3").update(set_aside_at=NOON)
    country()

    run("--set", NTM, "--period", "2024-Q3")

    assert not Standing.objects.filter(pk=gone.pk).exists()


def test_a_value_of_the_wrong_kind_is_told_and_nothing_is_kept(country):
    Reading.objects.filter(measure=INCOME, period="2024-Q3", amount__isnull=False).update(amount=None, passed=True)
    country()

    with pytest.raises(WrongKindInSheet, match="kỳ 2024-Q3"):
        run("--all")

    assert not Standing.objects.exists()
    assert not Entry.objects.exists()


def test_a_file_of_verdicts_says_what_the_standings_say(country, tmp_path):
    run("--all")
    told = run("--all", "--to", tmp_path / "verdicts.parquet")

    verdicts = pl.read_parquet(tmp_path / "verdicts.parquet")
    assert f"{len(verdicts)} kết luận" in told
    standing = Standing.objects.filter(criteria_set=NTM, period="2024-Q3").first()
    of_unit = pl.col("unit_code") == standing.unit.code
    own = verdicts.filter(of_unit, pl.col("criteria_set") == NTM, pl.col("period") == "2024-Q3")
    assert dict(own.filter(pl.col("what") == "criterion").select("code", "outcome").iter_rows()) == standing.outcomes
    assert own.filter(pl.col("what") == "set")["outcome"].to_list() == [standing.outcome]


def test_a_kept_sheet_is_judged_like_the_database(country, tmp_path):
    run("--all", "--to", tmp_path / "one.parquet")
    run("--all", "--keep", tmp_path / "sheet.parquet")
    run("--all", "--from", tmp_path / "sheet.parquet", "--to", tmp_path / "two.parquet")

    assert pl.read_parquet(tmp_path / "two.parquet").equals(pl.read_parquet(tmp_path / "one.parquet"))


@cluster
def test_a_cluster_gives_the_same_verdicts(country, tmp_path):
    run("--all", "--to", tmp_path / "one.parquet")
    run("--all", "--keep", tmp_path / "sheet.parquet")
    run("--all", "--from", tmp_path / "sheet.parquet", "--to", tmp_path / "two.parquet", "--engine", "sail://")
    run("--all", "--to", tmp_path / "three.parquet", "--engine", "sail://")

    here = pl.read_parquet(tmp_path / "one.parquet")
    assert pl.read_parquet(tmp_path / "two.parquet").equals(here)
    assert pl.read_parquet(tmp_path / "three.parquet").equals(here)


def test_a_sheet_of_another_database_is_refused(country, tmp_path):
    run("--all", "--keep", tmp_path / "sheet.parquet")
    sheet = pl.read_parquet(tmp_path / "sheet.parquet")
    sheet.with_columns(pl.col("unit") + 900_000).write_parquet(tmp_path / "sheet.parquet")

    with pytest.raises(UnknownUnits):
        run("--all", "--from", tmp_path / "sheet.parquet", "--to", tmp_path / "x.parquet")


def test_a_file_that_is_no_sheet_is_refused(tmp_path):
    pl.DataFrame({"unit": [1]}).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_text("xin chào")

    for name in ("a", "b", "none"):
        with pytest.raises(NotASheet, match="--keep"):
            run("--all", "--from", tmp_path / f"{name}.parquet", "--to", tmp_path / "x.parquet")


@pytest.mark.parametrize(
    "words",
    [
        ["--set", NTM],
        ["--period", "2024-Q3"],
        ["--all", "--from", "sheet.parquet"],
        ["--all", "--to", "/no-such-folder/x.parquet"],
    ],
)
def test_words_that_do_not_go_together_are_refused(words):
    with pytest.raises(CommandError):
        run(*words)


def test_an_engine_that_nobody_knows_is_refused():
    with pytest.raises(UnknownEngine, match="sail://"), engine_at("duckdb"):
        pass


@cluster
def test_a_cluster_that_does_not_answer_is_told():
    with pytest.raises(NoCluster, match="--engine polars"), engine_at("sail://127.0.0.1:9"):
        pass
