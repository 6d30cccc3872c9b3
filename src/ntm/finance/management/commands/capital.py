from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from ntm.accounts.models import User
from ntm.areas.models import Unit
from ntm.areas.selectors import unit_with_code
from ntm.core.problems import Text
from ntm.core.quantities import written, written_day
from ntm.finance.access import units_to_book
from ntm.finance.selectors import capital_rows, works_to_book
from ntm.finance.services import examine, take_in
from ntm.finance.services.take_in import RowsRefused
from ntm.finance.services.verify import verify_ledger
from ntm.finance.workbook import read_workbook, template_workbook
from ntm.ui.clock import now, today
from ntm.ui.terminal import terminal_language

_WIDTH = 18


class Command(BaseCommand):
    help = "Take transfers in from Excel, work the whole ledger out again, or show where a unit's capital stands."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        take = actions.add_parser("import", help="book the rows of a workbook: all of them or none")
        take.add_argument("file", type=Path)
        take.add_argument("--dry-run", action="store_true", help="only list faults and what would change")
        write = actions.add_parser("template", help="write the workbook to fill in")
        write.add_argument("file", type=Path)
        for one in (take, write):
            one.add_argument("--by", required=True, help="user name of the person who answers for it")
            one.add_argument("--on", type=_day, default=None, help="the day of the units; today when left out")
        actions.add_parser("verify", help="work out every balance and total, and tell each disagreement")
        show = actions.add_parser("show", help="the tree of sources of a unit and all below, on a day")
        show.add_argument("--unit", required=True, help="code of the unit")
        show.add_argument("--on", type=_day, required=True, help="2024-09-30")

    def handle(self, *_: Any, action: str, **options: Any) -> None:
        getattr(self, {"import": "take_in"}.get(action, action))(**options)

    def take_in(self, *, file: Path, by: str, on: date | None, dry_run: bool, **_: Any) -> None:
        """Book a workbook as the person whose user name is given would."""
        units = _units(by, on)
        read = read_workbook(file.read_bytes(), file.name, units=units, works=works_to_book(units))
        if not dry_run and not read.faults:
            kept = take_in(read, by=by, at=now())
            self.say(Text(f"Đã ghi {kept.rows} bút toán.", f"Booked {kept.rows} transfers."))
            return
        examined = examine(read, by=by, at=now())
        if examined.faults:
            raise RowsRefused(file.name, examined.faults)
        for one in examined.changes:
            place = f"{one.account.unit} {one.account.source} {one.account.stage} {one.account.year}"
            self.stdout.write(f"{place}: {written(one.before)} → {written(one.after)}")
        count = len(examined.rows)
        self.say(Text(f"{count} bút toán ghi được; chưa ghi gì.", f"{count} transfers can be booked; none was."))

    def template(self, *, file: Path, by: str, on: date | None, **_: Any) -> None:
        """Write the workbook with the units and works that a person keeps."""
        units = _units(by, on)
        day = on or today()
        top = min(units, key=lambda one: ["province", "district", "commune", "village"].index(one.tier))
        file.write_bytes(template_workbook(top, day.year, day, units=units, works=works_to_book(units)))
        self.say(Text(f"Đã ghi {file.name}.", f"Wrote {file.name}."))

    def verify(self, **_: Any) -> None:
        """Say that everything agrees, or where it does not."""
        found = verify_ledger()
        self.say(
            Text(
                f"Sổ vốn khớp: {found.accounts} tài khoản, {found.transfers} bút toán, {found.budgets} dự toán, "
                f"{found.contributions} khoản đóng góp; {written(found.dong)} đồng trong sổ.",
                f"The ledger agrees: {found.accounts} accounts, {found.transfers} transfers, {found.budgets} budgets, "
                f"{found.contributions} contributions; {written(found.dong, 'en')} đồng in all.",
            )
        )

    def show(self, *, unit: str, on: date, **_: Any) -> None:
        """Print the tree in whole đồng."""
        found = unit_with_code(unit, on)
        language = terminal_language()
        self.say(Text(f"{found.name}, {written_day(on)}, đồng", f"{found.name}, {written_day(on)}, đồng"))
        heads = ("Kế hoạch", "Đóng góp", "Phân bổ", "Giao", "Giải ngân", "Quyết toán")
        self.stdout.write(" " * 50 + "".join(head.rjust(_WIDTH + 2) for head in heads))
        for row in capital_rows(found, on, on.year):
            figures = (row.planned, row.contributed, row.allocated, row.assigned, row.disbursed, row.settled)
            name = f"{'  ' * row.depth}{row.name.said_in(language)}"
            self.stdout.write(name[:50].ljust(50) + "".join(written(one).rjust(_WIDTH + 2) for one in figures))

    def say(self, words: Text) -> None:
        self.stdout.write(words.said_in(terminal_language()))


def _units(username: str, on: date | None) -> list[Unit]:
    """Return the units whose ledger a person keeps; a CommandError where there are none."""
    person = User.objects.filter(username=username, is_active=True).first()
    if person is None:
        raise CommandError(f"Không có người dùng “{username}”. / There is no user “{username}”.")
    units = list(units_to_book(person, on or today()).in_vietnamese_order())
    if not units:
        raise CommandError(f"“{username}” không giữ sổ vốn của đơn vị nào. / “{username}” keeps no ledger.")
    return units


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"“{text}”: 2024-09-30") from error
