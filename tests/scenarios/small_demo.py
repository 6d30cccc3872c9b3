"""The loading of the demo over a province of one district: the same steps, in seconds."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from ntm.areas.models import Kind, Unit
from ntm.config.management.commands import demo
from tests.factories import make_province, make_unit

WHOLE = settings.ROOT / "demo" / "thai-nguyen-2024"
COMMUNES = {"05614": "Yên Ninh", "05620": "Yên Đổ", "05626": "Ôn Lương"}  # some of those in the demo's own district
LAST_DAY_OF_ONE = date(2024, 11, 30)  # so that the quarters have not the same units


def sow() -> None:
    """Make the province's units; everything else is loaded."""
    district = make_unit("Phú Lương", Kind.RURAL_DISTRICT, make_province(), code="168")
    for code, name in COMMUNES.items():
        make_unit(name, parent=district, code=code, valid_until=LAST_DAY_OF_ONE if name == "Ôn Lương" else None)


def files(folder: Path) -> Path:
    """Copy the demo's files, and of what is known of units only what is said of these."""
    folder.mkdir(exist_ok=True)
    for name in ("plan.yaml", "offices.yaml", "counts.csv"):
        shutil.copy2(WHOLE / name, folder / name)
    codes = set(Unit.objects.values_list("code", flat=True))
    with (WHOLE / "statuses.csv").open(encoding="utf-8", newline="") as told:
        reader = csv.DictReader(told)
        lines = [line for line in reader if line["code"] in codes]
    with (folder / "statuses.csv").open("w", encoding="utf-8", newline="") as kept:
        writer = csv.DictWriter(kept, list(reader.fieldnames or []))
        writer.writeheader()
        writer.writerows(lines)
    return folder


def load(folder: Path, **quiet) -> None:
    """Run ``ntm demo load`` over the files of a folder."""
    demo.FOLDER = folder
    call_command("demo", "load", **quiet)
