from __future__ import annotations

import os
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils import timezone

from ntm.config.backup import move
from ntm.core.problems import Text
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = "Copy everything to another, empty database (SQLite to PostgreSQL or back) and prove that both are equal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--to",
            metavar="ADDRESS",
            help="postgresql://user@host/name or sqlite:///file; one with a password goes into NTM_MOVE_TO instead",
        )

    def handle(self, *_: Any, to: str | None, **__: Any) -> None:
        proof = move(to or os.environ.get("NTM_MOVE_TO", ""), by="ntm move", at=timezone.now(), tell=self.say)
        wide = max(len(one.before.table.name) for one in proof)
        for one in proof:
            sums = f"{one.before.checksum[:12]} = {one.after.checksum[:12]}"
            self.stdout.write(f"{one.before.table.name:<{wide}} {one.before.rows:>9} = {one.after.rows:>9}   {sums}")
        rows = sum(one.after.rows for one in proof)
        self.say(
            Text(
                f"{len(proof)} bảng, {rows} hàng: bằng nhau. Cơ sở dữ liệu cũ còn nguyên. "
                "Đặt NTM_DATABASE_URL theo địa chỉ mới (bỏ đi nếu về SQLite trong NTM_HOME) rồi khởi động lại.",
                f"{len(proof)} tables, {rows} rows: equal. The old database is as it was. "
                "Set NTM_DATABASE_URL to the new address (drop it for SQLite in NTM_HOME) and start again.",
            )
        )

    def say(self, words: Text) -> None:
        self.stdout.write(words.said_in(terminal_language()))
        self.stdout.flush()
