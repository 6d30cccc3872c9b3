from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils import timezone

from ntm.config.backup import restore
from ntm.config.backup.container import needs_passphrase
from ntm.config.backup.passphrases import known_passphrase
from ntm.core.problems import Text
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = "Bring a backup back into an empty home and an empty database: all of it, checked, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--passphrase-file", type=Path, help="else NTM_BACKUP_PASSPHRASE, else it is asked for")

    def handle(self, *_: Any, file: Path, passphrase_file: Path | None, **__: Any) -> None:
        passphrase = known_passphrase(passphrase_file) if needs_passphrase(file) else None
        done = restore(file, passphrase, by="ntm restore", at=timezone.now(), tell=self.say)
        made = done.manifest
        self.say(
            Text(
                f"Đã khôi phục và đối chiếu: {len(made.tables)} bảng, {made.rows} hàng, {made.files} tệp; "
                f"nhật ký {made.log_lines} dòng.",
                f"Restored and compared: {len(made.tables)} tables, {made.rows} rows, {made.files} files; "
                f"{made.log_lines} lines of the log.",
            )
        )
        if done.law:
            self.say(
                Text(
                    f"Văn bản pháp lý của bản sao lưu khác với chương trình này, đã đặt ở {done.law}. "
                    f"Để dùng lại: NTM_LAW={done.law}; để dùng bản mới: ntm standings rebuild.",
                    f"The backup's law differs from this program's and lies in {done.law}. "
                    f"To use it: NTM_LAW={done.law}; to use the new one: ntm standings rebuild.",
                )
            )
        if not done.secrets:
            self.say(
                Text(
                    "Bản sao lưu không có khóa bí mật: mọi người đăng nhập lại, liên kết đặt mật khẩu cũ hết hiệu lực.",
                    "The backup holds no keys: everybody signs in again, and old links that set a password are void.",
                )
            )
        for name in made.unsound:
            self.stderr.write(f"{name}: mất hoặc đổi từ trước / missing or changed before")
        self.say(Text("Bước tiếp theo: ntm doctor", "Next: ntm doctor"))

    def say(self, words: Text) -> None:
        self.stdout.write(words.said_in(terminal_language()))
        self.stdout.flush()
