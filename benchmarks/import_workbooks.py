"""The workbooks of 177 communes with 57 indicators each, filled in and taken in at once; the bar is 20 s.

Reading the files, holding them against what stands there, and writing all drafts in one transaction are told apart.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.parts.home import own_home

os.environ |= {"NTM_HOME": str(own_home()), "NTM_DAY": "2024-09-30"}
os.environ |= {"DJANGO_SETTINGS_MODULE": "ntm.config.settings"}

import django

django.setup()

from django.core.management import call_command

from ntm.assessments.models import Item, Round, RoundKind, Said
from ntm.assessments.selectors.sheet import Sheet, sheets_of
from ntm.assessments.services import Change, Due, open_round, write
from ntm.assessments.services.take_in import examine, take_in
from ntm.assessments.workbook import rows_of, workbook_of
from ntm.core.periods import Quarter, Window
from ntm.core.rulebook import Kind
from tests.factories import NOON, make_province, make_unit

COMMUNES = 177
BAR_SECONDS = 20


def main() -> None:
    call_command("migrate", verbosity=0)
    province = make_province()
    units = [make_unit(f"Số {number}", parent=province) for number in range(COMMUNES)]
    days = Due(date(2024, 9, 15), date(2024, 10, 5), None, date(2024, 11, 15))
    window = Window.of_quarter(Quarter(2024, 3))
    round_ = open_round(
        RoundKind.QUARTER, window, sets=["commune-ntm-2021-2025"], units=units, due=days, by="bench", at=NOON
    )
    books = filled_workbooks(round_)
    begun = time.perf_counter()
    rows = [row for name, content in books for row in rows_of(content, name)]
    read = time.perf_counter()
    examined = examine(round_, rows, units)
    held = time.perf_counter()
    kept = take_in(round_, [one.change for one in examined.differences], source="177", by="bench", at=NOON)
    done = time.perf_counter()
    size = sum(len(content) for _, content in books) / 1024
    print(f"{len(books)} workbooks, {size:.0f} kB, {len(rows)} rows, {len(examined.faults)} faults, {kept} kept")
    for name, took in (("read", read - begun), ("examine", held - read), ("write", done - held), ("all", done - begun)):
        print(f"{name:>8}: {took:6.2f} s, {took / BAR_SECONDS:.2f} of the bar of {BAR_SECONDS} s")
    if kept != Item.objects.count() or done - begun > BAR_SECONDS:
        sys.exit("The bar is missed.")


def filled_workbooks(round_: Round) -> list[tuple[str, bytes]]:
    """Fill every sheet, write it as a workbook, and forget the drafts again."""
    units = list(round_.units.all())
    changes = [
        Change(sheet.unit, row.measure, value_for(row.question.indicator.kind), version=None)
        for sheet in sheets_of(round_, units).values()
        for row in sheet.rows
    ]
    write(round_, changes, by="bench", at=NOON)
    sheets: list[Sheet] = list(sheets_of(round_, units).values())
    books = [(f"{sheet.unit.code}.xlsx", workbook_of([sheet])) for sheet in sheets]
    Item.objects.all().delete()
    return books


def value_for(kind: Kind) -> Said:
    return Said(passed=True) if kind is Kind.YES_NO else Said(amount=Decimal(50))


if __name__ == "__main__":
    main()
