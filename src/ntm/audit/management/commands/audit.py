from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from ntm.audit.models import Entry
from ntm.audit.services import verify
from ntm.core.problems import Text
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = "Check the audit log: `ntm audit verify` finds any line that was edited or taken out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["verify"])

    def handle(self, *_: Any, **__: Any) -> None:
        lines = verify()
        last = Entry.objects.order_by("-number").values_list("seal", flat=True).first() or "–"
        told = Text(
            f"Nhật ký hệ thống nguyên vẹn: {lines} dòng, dấu niêm cuối {last}.",
            f"The audit log is whole: {lines} lines, last seal {last}.",
        )
        self.stdout.write(told.said_in(terminal_language()))
