"""Backups of every night do not fill the disk, and none goes that somebody would miss."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from ntm.audit.models import Entry
from ntm.config.backup.thinning import DAYS, MONTHS, name_of, thin_out, to_go
from tests.factories import NOON


def nights(last: date, many: int) -> list[str]:
    moments = [datetime(last.year, last.month, last.day, 1, 15) - timedelta(days=ago) for ago in range(many)]  # noqa: DTZ001
    return [name_of(moment, sealed=False) for moment in moments]


def test_the_newest_of_fourteen_days_and_of_twelve_months_stay():
    made = nights(date(2026, 11, 26), 800)
    kept = set(made) - set(to_go(made))
    assert set(made[:DAYS]) <= kept
    assert len({name[4:10] for name in kept}) == MONTHS
    assert len(kept) == DAYS + MONTHS - 1  # the newest of this month is among the days
    assert "ntm-20261031-011500.zip" in kept
    assert "ntm-20261030-011500.zip" not in kept


def test_of_a_day_the_newest_stays():
    morning, evening = "ntm-20261126-011500.zip", "ntm-20261126-180000.zip.sealed"
    assert to_go([evening, morning]) == [morning]


def test_a_clock_that_jumped_lets_nothing_else_go():
    made = nights(date(2026, 11, 26), 10)
    assert to_go([*made, "ntm-20990101-011500.zip"]) == []


@pytest.mark.parametrize(
    "name", ["ntm-20200101.zip", "ntm-20200101-000000.zip.partial", "secret-key", "x.zip", "ntm-x-y.zip"]
)
def test_files_of_other_names_are_nobodys_business(name):
    assert to_go([*nights(date(2026, 11, 26), 40), name]).count(name) == 0


def test_those_that_go_are_told_to_the_log(db, tmp_path):
    made = nights(date(2026, 11, 26), 40)
    for name in [*made, "mine.zip"]:
        (tmp_path / name).touch()
    gone = thin_out(tmp_path, by="ntm backup", at=NOON)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted({*made, "mine.zip"} - set(gone))
    [line] = Entry.objects.filter(act="config.backups_thinned")
    assert line.subject == str(len(gone))
    assert thin_out(tmp_path, by="ntm backup", at=NOON) == []


def test_the_newest_always_stays(db, tmp_path):
    made = nights(date(2026, 11, 26), 3)
    for name in made:
        (tmp_path / name).touch()
    thin_out(tmp_path, days=0, months=0, by="ntm backup", at=NOON)
    assert [path.name for path in tmp_path.iterdir()] == made[:1]


def test_only_the_folder_of_the_home_is_thinned(db, tmp_path):
    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path / "x.zip"), "--thin")
    assert not list(tmp_path.iterdir())
