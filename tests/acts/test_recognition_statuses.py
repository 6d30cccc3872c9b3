"""What is known of recognitions is kept with its source; what is unknown stays unknown."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from ntm.areas.models import Kind
from ntm.audit.models import Entry
from ntm.recognition.models import Level, Recognition
from ntm.recognition.rows import RowFaults
from ntm.recognition.selectors import known_levels, reported_counts
from ntm.recognition.services import load_counts, load_statuses
from tests.factories import NOON, make_province, make_unit

FOLDER = Path(__file__).parents[2] / "demo" / "thai-nguyen-2024"
STATUSES, COUNTS = FOLDER / "statuses.csv", FOLDER / "counts.csv"


@pytest.fixture
def thai_nguyen(db):
    """Make every unit that the file names; kinds and parents do not matter here."""
    province = make_province()
    with STATUSES.open(encoding="utf-8", newline="") as file:
        named = {(row["tier"], row["code"]): row["name"].removeprefix("Xã ") for row in csv.DictReader(file)}
    kinds = {"commune": Kind.COMMUNE, "district": Kind.RURAL_DISTRICT}
    return province, [make_unit(name, kinds[tier], code=code) for (tier, code), name in named.items()]


def refused(path: Path) -> str:
    with pytest.raises(RowFaults) as problem:
        load_statuses(path, by="admin", at=NOON)
    return problem.value.said_in("en")


def test_87_communes_are_known_by_name_and_39_are_not(thai_nguyen):
    _, units = thai_nguyen
    load_statuses(STATUSES, by="admin", at=NOON)
    communes = [unit for unit in units if unit.tier == "commune"]

    known = known_levels(communes, date(2024, 9, 30))

    assert len(known.at(Level.NTM)) == 87
    assert len(known.unknown) == 39
    assert [unit.name for unit in communes if known.has(unit, Level.ADVANCED)] == ["Xã Xuân Phương"]


def test_the_province_counts_more_than_are_known_by_name(thai_nguyen):
    province, _ = thai_nguyen
    load_counts(COUNTS, by="admin", at=NOON)

    counts = {(row.tier, row.level): (row.count, row.out_of) for row in reported_counts(province, date(2024, 9, 30))}

    assert counts["commune", "ntm"] == (108, 126)
    assert counts["commune", "advanced"] == (17, 126)
    assert counts["commune", "model"] == (4, 126)
    assert not reported_counts(province, date(2024, 6, 29))


def test_a_day_that_nobody_stated_is_marked_so(thai_nguyen):
    load_statuses(STATUSES, by="admin", at=NOON)

    dinh_hoa, dai_tu = (Recognition.objects.get(unit__tier="district", unit__code=code) for code in ("167", "171"))

    assert (dinh_hoa.holds_from, dinh_hoa.day_is_exact, dinh_hoa.decision) == (date(2024, 7, 29), True, "719/QĐ-TTg")
    assert (dai_tu.holds_from, dai_tu.day_is_exact, dai_tu.decision) == (date(2024, 12, 31), False, "")


def test_the_same_files_again_change_nothing(thai_nguyen):
    load_statuses(STATUSES, by="admin", at=NOON)
    load_counts(COUNTS, by="admin", at=NOON)

    again = load_statuses(STATUSES, by="admin", at=NOON)

    assert (again.known, again.unknown, again.changed) == (94, 41, 0)
    assert load_counts(COUNTS, by="admin", at=NOON) == 0
    assert Entry.objects.count() == 2


def test_every_fault_is_listed_and_nothing_is_kept(thai_nguyen, tmp_path):
    lines = STATUSES.read_text(encoding="utf-8").splitlines()
    row = next(line for line in lines if line.startswith("05485,"))
    wrong = [
        lines[0],
        row.replace("05485", "99999", 1),
        row.replace("2023-12-31", "31/12/2023").replace(",ntm,", ",gold,"),
    ]
    path = tmp_path / "statuses.csv"
    path.write_text("\n".join([*wrong, *([lines[20]] * 2)]), encoding="utf-8")

    said = refused(path)

    assert "statuses.csv:2, code" in said
    assert "statuses.csv:3, level" in said
    assert "statuses.csv:3, holds_from" in said
    assert "has 2 rows of level ntm" in said
    assert not Recognition.objects.exists()
    assert not Entry.objects.exists()


def test_a_file_without_its_columns_is_refused_before_it_is_read(db, tmp_path):
    path = tmp_path / "statuses.csv"
    path.write_text("code,level\n05485,ntm\n", encoding="utf-8")

    assert "Columns are missing: code_on, tier" in refused(path)
