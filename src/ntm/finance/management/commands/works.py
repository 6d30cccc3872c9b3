from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from ntm.accounts.models import User
from ntm.finance.access import units_to_book
from ntm.finance.services.works_import import WorksRefused, examine, take_in_works
from ntm.finance.views.choices import measure_choices
from ntm.finance.works_file import lines_of, template_of
from ntm.ui.clock import now, today


class Command(BaseCommand):
    help = "Write the workbook in which works are taken in, or take a filled-in one in: all of it or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        write = actions.add_parser("template", help="write the empty workbook")
        take = actions.add_parser("import", help="take a filled-in workbook in")
        take.add_argument("--dry-run", action="store_true", help="only list faults and what would be taken in")
        for one in (write, take):
            one.add_argument("file", type=Path)
            one.add_argument("--by", required=True, help="user name of the person who answers for the works")

    def handle(self, *_: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["by"], is_active=True).first()
        if person is None:
            raise CommandError(f"Không có người dùng “{options['by']}”. / There is no user “{options['by']}”.")
        units = list(units_to_book(person, today()).in_vietnamese_order())
        if not units:
            raise CommandError(
                f"“{person.username}” không quản lý công trình của đơn vị nào. / keeps the works of no unit."
            )
        measures = measure_choices(today())
        file: Path = options["file"]
        if options["action"] == "template":
            file.write_bytes(template_of(units, measures, today().year))
            self.stdout.write(f"{file} ✓")
            return
        examined = examine(lines_of(file.read_bytes(), file.name), units, measures)
        if examined.faults:
            raise WorksRefused(examined.faults)
        for one in examined.works:
            self.stdout.write(f"{one.facts['code']}: {one.facts['name']}")
        if not options["dry_run"]:
            take_in_works(examined.works, source=file.name, by=person.username, at=now())
        self.stdout.write(f"{len(examined.works)} ✓")
