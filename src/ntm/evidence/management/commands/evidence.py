from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ntm.evidence.models import File
from ntm.evidence.services import sweep, verify_files
from ntm.evidence.services.upkeep import a_day_before


class Command(BaseCommand):
    help = "Check that every evidence file is as it was attached; remove files that nothing points at."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("verify", help="read every file and compare it with its hash")
        clean = actions.add_parser("sweep", help="remove files older than a day that no row knows")
        clean.add_argument("--dry-run", action="store_true", help="only list them")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["action"] == "verify":
            self._verify()
        else:
            for name in sweep(before=a_day_before(timezone.now()), delete=not options["dry_run"]):
                self.stdout.write(name)

    def _verify(self) -> None:
        unsound = list(verify_files())
        for one in unsound:
            state = "mất / missing" if one.is_missing else "đã đổi / changed"
            self.stderr.write(f"{one.file.sha256}: {state}")
        if unsound:
            raise CommandError(
                f"{len(unsound)} tệp không còn nguyên vẹn; hãy khôi phục từ bản sao lưu."
                f" / {len(unsound)} files are not sound; restore them from the backup."
            )
        self.stdout.write(f"{File.objects.count()} ✓")
