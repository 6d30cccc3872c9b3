"""Work in the background: jobs that wait or hang, letters that nobody takes."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ntm.config.backup import files
from ntm.config.doctor.findings import Finding, fine, note, serious, warning

_WAITING, _RUNNING, _LATELY = timedelta(minutes=10), timedelta(hours=1), timedelta(days=7)


def jobs() -> Iterator[Finding]:
    """Look for jobs that nobody takes, that never end, or that failed lately."""
    now = timezone.now()
    waiting = DBTaskResult.objects.ready().filter(enqueued_at__lt=now - _WAITING).count()
    hanging = DBTaskResult.objects.running().filter(started_at__lt=now - _RUNNING).count()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=now - _LATELY).count()
    if waiting:
        yield serious(
            "jobs/nobody-works",
            (
                f"{waiting} việc nền chờ quá mười phút: trình xử lý nền không chạy.",
                f"{waiting} jobs have waited for over ten minutes: no worker runs.",
            ),
            ("Khởi động lại dịch vụ ntm.", "Start the service ntm again."),
        )
    if hanging:
        yield warning(
            "jobs/hanging",
            (
                f"{hanging} việc nền chạy quá một giờ: có thể đã bị ngắt.",
                f"{hanging} jobs have run for over an hour: they may have been cut off.",
            ),
            (
                "Khởi động lại dịch vụ ntm; việc dở dang sẽ được báo hoặc làm lại.",
                "Start the service ntm again; what was cut off is told or done anew.",
            ),
        )
    if failed:
        yield note(
            "jobs/failed",
            (f"{failed} việc nền hỏng trong bảy ngày qua.", f"{failed} jobs failed in the last seven days."),
            ("Xem nhật ký của dịch vụ.", "Read the service's log."),
        )
    if not waiting and not hanging:
        yield fine("jobs/done", "Không có việc nền nào chờ hoặc treo.", "No job waits or hangs.")


def mail() -> Iterator[Finding]:
    """Look whether a mail server is named and answers, and how many letters wait in the folder."""
    waiting = sum(1 for _ in files.all_names(files.outbox()))
    if not settings.EMAIL_HOST:
        yield note(
            "mail/no-server",
            (
                f"Chưa có máy chủ thư; {waiting} thư nằm trong thư mục outbox.",
                f"No mail server is named; {waiting} letters lie in the folder outbox.",
            ),
            ("Đặt NTM_MAIL_HOST.", "Set NTM_MAIL_HOST."),
        )
        return
    try:
        with get_connection(timeout=5):
            yield fine(
                "mail/answers",
                f"Máy chủ thư {settings.EMAIL_HOST} trả lời.",
                f"The mail server {settings.EMAIL_HOST} answers.",
            )
    except (OSError, smtplib.SMTPException) as error:
        yield warning(
            "mail/unreachable",
            (
                f"Máy chủ thư {settings.EMAIL_HOST} không trả lời: {error}.",
                f"The mail server {settings.EMAIL_HOST} does not answer: {error}.",
            ),
            (
                "Kiểm tra NTM_MAIL_HOST, NTM_MAIL_PORT, NTM_MAIL_TLS và tường lửa.",
                "Check NTM_MAIL_HOST, NTM_MAIL_PORT, NTM_MAIL_TLS and the firewall.",
            ),
        )
