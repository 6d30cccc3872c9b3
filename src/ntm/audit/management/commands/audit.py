from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from ntm.audit.heads import head_in
from ntm.audit.services import verify
from ntm.core.problems import Text
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = "Check the audit log: `ntm audit verify` finds any line that was edited or taken out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify"])
        parser.add_argument(
            "--against", metavar="FILE", help="a backup, or LINES:SEAL: also finds that the newest lines were cut off"
        )

    def handle(self, *_: Any, against: str | None, **__: Any) -> None:
        end = verify(against=head_in(against) if against else None)
        told = Text(
            f"Nhật ký hệ thống nguyên vẹn: {end.lines} dòng, dấu niêm cuối {end.seal or '–'}.",
            f"The audit log is whole: {end.lines} lines, last seal {end.seal or '–'}.",
        )
        self.stdout.write(told.said_in(terminal_language()))
