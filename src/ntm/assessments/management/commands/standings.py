from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils import timezone

from ntm.assessments.services import rebuild_standings
from ntm.core.problems import Text
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = "Judge every reading again: `ntm standings rebuild` says how many standings are not as they were."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["rebuild"])

    def handle(self, *_: Any, **__: Any) -> None:
        rebuilt = rebuild_standings(by="ntm standings rebuild", at=timezone.now())
        told = Text(
            f"Đã xét lại toàn bộ: {rebuilt.standings} kết quả, {rebuilt.changed} kết quả khác trước.",
            f"Judged everything again: {rebuilt.standings} standings, {rebuilt.changed} not as before.",
        )
        self.stdout.write(told.said_in(terminal_language()))
