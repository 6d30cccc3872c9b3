from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from ntm.core.problems import Text
from ntm.notices.letters import Letter, letters_of
from ntm.notices.services import send_digests
from ntm.ui.clock import now, today
from ntm.ui.terminal import terminal_language


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
            self._foretell(day)
        else:
            self._send(day)

    def _foretell(self, day: date) -> None:
        letters = list(letters_of(day))
        for letter in letters:
            self.stdout.write(f"{letter.to.email}: {_said(letter.summary)}")
            for words in _lines(letter, day):
                self.stdout.write(f"  – {_said(words)}")
        self.stdout.write(_said(Text(f"{len(letters)} thư sẽ được gửi.", f"{len(letters)} letters would be sent.")))

    def _send(self, day: date) -> None:
        sent = send_digests(day, at=now())
        number = len(sent.letters)
        self.stdout.write(_said(Text(f"Đã gửi {number} thư.", f"{number} letters sent.")))
        for letter, reason in sent.failed:
            self.stderr.write(f"{letter.to.username} <{letter.to.email}>: {reason}")
        if sent.failed:
            bad = len(sent.failed)
            raise CommandError(
                _said(
                    Text(
                        f"{bad} thư không gửi được. Hãy sửa địa chỉ rồi chạy lại lệnh: không ai nhận thư hai lần.",
                        f"{bad} letters failed. Mend the addresses and run the command again: nobody gets two.",
                    )
                )
            )


def _lines(letter: Letter, day: date) -> list[Text]:
    due = [(one.title, one.when(day)) for one in letter.due]
    said = [Text(f"{title.vi} ({when.vi})", f"{title.en} ({when.en})") for title, when in due]
    return said + [notice.words for notice in letter.news]


def _said(words: Text) -> str:
    return words.said_in(terminal_language())
