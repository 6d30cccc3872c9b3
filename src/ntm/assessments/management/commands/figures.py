from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from ntm.accounts.models import User
from ntm.assessments.models import Round
from ntm.assessments.selectors.sheet import sheets_of
from ntm.assessments.services.take_in import examine, take_in
from ntm.assessments.workbook import rows_of, workbook_of
from ntm.ui.clock import now


class Command(BaseCommand):
    help = "Write the workbooks of a round to a folder, or take filled-in files into it: all of them or none."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        write = actions.add_parser("export", help="one workbook for each unit of the round")
        write.add_argument("folder", type=Path)
        take = actions.add_parser("import", help="take in .xlsx, .csv or .json files as drafts")
        take.add_argument("files", type=Path, nargs="+")
        take.add_argument("--by", required=True, help="user name of the person who answers for the files")
        take.add_argument("--dry-run", action="store_true", help="only list faults and what would change")
        for one in (write, take):
            one.add_argument("--round", type=int, required=True, help="number of the round, as in its address")

    def handle(self, *_: Any, **options: Any) -> None:
        round_ = Round.objects.filter(pk=options["round"]).first()
        if round_ is None:
            known = ", ".join(str(pk) for pk in Round.objects.values_list("pk", flat=True)) or "–"
            raise CommandError(f"Không có đợt {options['round']}; đã có: {known}. / No such round; known: {known}.")
        if options["action"] == "export":
            self.export(round_, options["folder"])
        else:
            self.take_in(round_, options["files"], by=options["by"], dry=options["dry_run"])

    def export(self, round_: Round, folder: Path) -> None:
        """Write one workbook for each unit."""
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in sheets_of(round_, list(round_.units.all())).values():
            (folder / f"{sheet.unit.code}.xlsx").write_bytes(workbook_of([sheet]))
        self.stdout.write(f"{round_.units.count()} ✓")

    def take_in(self, round_: Round, files: list[Path], *, by: str, dry: bool) -> None:
        """Examine every file, then write all that would change, or nothing at all."""
        if not User.objects.filter(username=by, is_active=True).exists():
            raise CommandError(f"Không có người dùng “{by}”. / There is no user “{by}”.")
        rows = [row for file in files for row in rows_of(file.read_bytes(), file.name)]
        examined = examine(round_, rows, list(round_.units.all()))
        for fault in examined.faults:
            self.stderr.write(fault.said_in("vi"))
        if examined.faults:
            count = len(examined.faults)
            raise CommandError(f"{count} lỗi; chưa nạp gì. / {count} faults; nothing was taken in.")
        changes = [one.change for one in examined.differences]
        if changes and not dry:
            take_in(round_, changes, source=", ".join(file.name for file in files)[:300], by=by, at=now())
        self.stdout.write(f"{len(changes)} ({examined.unchanged} =)")
