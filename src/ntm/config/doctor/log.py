"""The audit log: its seals, whether the clock went back, and how old the newest backup is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from ntm.audit.kept import lines
from ntm.audit.models import Entry
from ntm.audit.services import verify
from ntm.config.doctor.findings import Finding, fine, note, serious, warning

MADE = "config.backup_made"
_SLACK = timedelta(minutes=5)
_OLD = timedelta(days=7)


def chain(*, quick: bool) -> Iterator[Finding]:
    """Walk the whole log; raises LogWasChanged."""
    if quick:
        return
    end = verify()
    yield fine(
        "log/whole",
        f"Nhật ký nguyên vẹn: {end.lines} dòng, dấu niêm cuối {end.seal[:12]}….",
        f"The log is whole: {end.lines} lines, last seal {end.seal[:12]}….",
    )


def clock() -> Iterator[Finding]:
    """Look for lines that are later than now, or later than the line after them."""
    if settings.DEFAULT_DAY is not None:
        return  # the demo's acts happen on its own day
    ahead = Entry.objects.filter(at__gt=timezone.now() + _SLACK).order_by("-at").first()
    if ahead is not None:
        yield serious(
            "log/clock-went-back",
            (f"Dòng nhật ký #{ahead.number} ghi lúc {ahead.at:%d/%m/%Y %H:%M}, sau giờ hiện tại: đồng hồ máy đã lùi.",
             f"Line #{ahead.number} of the log is of {ahead.at:%d/%m/%Y %H:%M}, later than now: the clock went back."),
            ("Đồng bộ giờ của máy chủ (chrony, systemd-timesyncd). Thứ tự nhật ký theo số dòng vẫn đúng.",
             "Synchronise the server's clock (chrony, systemd-timesyncd). The log is in order by its numbers."),
        )  # fmt: skip
    jumps = list(_steps_back())
    if jumps:
        number, back = jumps[-1]
        yield note(
            "log/clock-jumped",
            (f"Đồng hồ từng lùi {len(jumps)} lần, gần nhất trước dòng #{number}, {back}.",
             f"The clock went back {len(jumps)} times, last before line #{number}, by {back}."),
            ("Khi đọc nhật ký, hãy theo số dòng, không theo giờ.", "Read the log by its numbers, not by its hours."),
        )  # fmt: skip
    if ahead is None and not jumps:
        yield fine("log/clock", "Giờ trong nhật ký liên tục.", "The hours in the log follow each other.")


def _steps_back() -> Iterator[tuple[int, timedelta]]:
    before = None
    for line in lines():
        if before is not None and line.at is not None and before - line.at > _SLACK:
            yield line.number, before - line.at
        before = line.at or before


def backups() -> Iterator[Finding]:
    """Look when the newest backup was made."""
    newest = Entry.objects.filter(act=MADE).order_by("-number").first()
    do = (
        "Chạy `ntm backup` mỗi đêm và chép tệp sang máy khác (docs/backup.md).",
        "Run `ntm backup` every night and copy the file to another machine (docs/backup.md).",
    )
    if newest is None:
        yield warning("backup/none", ("Chưa có bản sao lưu nào.", "No backup was ever made."), do)
    elif timezone.now() - newest.at > _OLD:
        days = (timezone.now() - newest.at).days
        yield warning(
            "backup/old", (f"Bản sao lưu gần nhất đã {days} ngày.", f"The newest backup is {days} days old."), do
        )
    else:
        yield fine(
            "backup/recent",
            f"Bản sao lưu gần nhất: {newest.subject}, {newest.at:%d/%m/%Y}.",
            f"The newest backup: {newest.subject}, {newest.at:%d/%m/%Y}.",
        )
