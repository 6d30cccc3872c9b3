from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ntm.notices.services.digest import letters_of, send_digests
from ntm.ui.clock import today


class Command(BaseCommand):
    help = "Send each person one e-mail a day: what is due, what is overdue, what happened."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        send = actions.add_parser("send", help="send the letters of a day; nobody gets two")
        send.add_argument("--on", type=date.fromisoformat, help="2024-09-30; today when left out")
        send.add_argument("--dry-run", action="store_true", help="only say who would get what")

    def handle(self, *_: Any, **options: Any) -> None:
        day = options["on"] or today()
        if options["dry_run"]:
            for letter in letters_of(day):
                self.stdout.write(f"{letter.to.email}: {len(letter.due)} + {len(letter.news)}")
            return
        sent = send_digests(day, at=timezone.now())
        self.stdout.write(f"{len(sent.letters)} ✓")
        for letter, reason in sent.failed:
            self.stderr.write(f"{letter.to.email}: {reason}")
        if sent.failed:
            raise CommandError(
                f"{len(sent.failed)} thư không gửi được; chạy lại lệnh sau khi sửa."
                f" / {len(sent.failed)} letters failed; run the command again once mended."
            )
