from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ntm.config.backup import Wanted, back_up, check
from ntm.config.backup.container import needs_passphrase
from ntm.config.backup.manifest import Manifest
from ntm.config.backup.passphrases import known_passphrase, new_passphrase
from ntm.config.backup.thinning import DAYS, MONTHS, name_of, thin_out
from ntm.core.problems import Text
from ntm.ui.terminal import terminal_language


class Command(BaseCommand):
    help = (
        "`ntm backup` writes database, evidence, papers, law and the end of the log into one checked file while people "
        "work; `ntm backup check FILE` reads one from end to end. With `--thin`, older ones go then."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("words", nargs="*", metavar="[check] FILE", help="where; in the home's folder if left out")
        parser.add_argument("--encrypt", action="store_true", help="seal it with a passphrase")
        parser.add_argument("--thin", action="store_true", help="delete older ones in the home's folder")
        parser.add_argument("--days", type=int, default=DAYS, help="of which --thin keeps the newest")
        parser.add_argument("--months", type=int, default=MONTHS, help="of which --thin keeps the newest")
        parser.add_argument("--with-secrets", action="store_true", help="take the keys along, if it is encrypted")
        parser.add_argument("--passphrase-file", type=Path, help="else NTM_BACKUP_PASSPHRASE, else it is asked for")

    def handle(self, *_: Any, words: list[str], **options: Any) -> None:
        if words and words[0] == "check":
            if len(words) != 2:
                raise CommandError("ntm backup check TỆP / FILE")
            self.check_file(Path(words[1]), options["passphrase_file"])
        elif len(words) > 1 or (words and options["thin"]):
            raise CommandError("ntm backup [TỆP / FILE], ntm backup --thin")
        else:
            self.make(Path(words[0]) if words else None, options)

    def make(self, path: Path | None, options: dict[str, Any]) -> None:
        now = timezone.localtime()
        passphrase = new_passphrase(options["passphrase_file"]) if options["encrypt"] else None
        path = path or _default_path(now, sealed=passphrase is not None)
        wanted = Wanted(path, passphrase, options["with_secrets"])
        made = back_up(wanted, by="ntm backup", at=now, tell=self.say)
        self.say(Text(f"Đã sao lưu và kiểm tra: {path}", f"Backed up and checked: {path}"))
        self.tell(made, path)
        if passphrase is None:
            self.say(
                Text(
                    "Tệp không mã hóa, có mã băm mật khẩu và mã xác thực hai bước; dùng --encrypt nếu đưa ra ngoài.",
                    "The file is not encrypted and holds password hashes and second steps; use --encrypt to carry it.",
                )
            )
        if made.secrets_left_out:
            left = ", ".join(made.secrets_left_out)
            self.say(
                Text(f"Không kèm khóa bí mật: {left}. Hãy giữ riêng.", f"Keys left out: {left}. Keep them elsewhere.")
            )
        self.fail_if_unsound(made)
        if options["thin"]:
            gone = thin_out(path.parent, days=options["days"], months=options["months"], by="ntm backup", at=now)
            self.say(Text(f"Đã xóa {len(gone)} bản sao lưu cũ.", f"{len(gone)} older backups were deleted."))

    def check_file(self, path: Path, file: Path | None) -> None:
        passphrase = known_passphrase(file) if needs_passphrase(path) else None
        made = check(path, passphrase)
        self.say(Text(f"Bản sao lưu nguyên vẹn: {path}", f"The backup is whole: {path}"))
        self.tell(made, path)
        self.fail_if_unsound(made)

    def tell(self, made: Manifest, path: Path) -> None:
        size = path.stat().st_size / 1_000_000
        self.say(
            Text(
                f"  {made.made_at}, phiên bản {made.version}, {made.engine}: {len(made.tables)} bảng, "
                f"{made.rows} hàng, {made.files} tệp, {size:.1f} MB; dấu vân {made.fingerprint}",
                f"  {made.made_at}, version {made.version}, {made.engine}: {len(made.tables)} tables, "
                f"{made.rows} rows, {made.files} files, {size:.1f} MB; fingerprint {made.fingerprint}",
            )
        )
        self.say(
            Text(
                f"  nhật ký: {made.log_lines} dòng, dấu niêm cuối {made.log_seal or '–'}",
                f"  log: {made.log_lines} lines, last seal {made.log_seal or '–'}",
            )
        )

    def fail_if_unsound(self, made: Manifest) -> None:
        """End with exit code 1 when the data was not sound when it was backed up."""
        for name in made.unsound:
            self.stderr.write(name)
        if made.unsound or not made.log_is_whole:
            raise CommandError(
                Text(
                    f"Bản sao lưu dùng được, nhưng dữ liệu gốc có lỗi: {len(made.unsound)} tệp mất hoặc đổi"
                    f"{'' if made.log_is_whole else ', nhật ký đã bị sửa'}. Chạy `ntm doctor`.",
                    f"The backup can be used, but its source was not sound: {len(made.unsound)} files missing or "
                    f"changed{'' if made.log_is_whole else ', the log was edited'}. Run `ntm doctor`.",
                ).said_in(terminal_language())
            )

    def say(self, words: Text) -> None:
        self.stdout.write(words.said_in(terminal_language()))
        self.stdout.flush()


def _default_path(now: datetime, *, sealed: bool) -> Path:
    return Path(settings.HOME) / "backups" / name_of(now, sealed=sealed)
