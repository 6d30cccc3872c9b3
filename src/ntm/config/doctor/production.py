"""Settings that are good for a trial and bad for an office."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from ntm.accounts.models import User
from ntm.accounts.services import DEMO_PASSWORD, demo_sign_ins
from ntm.config.doctor.findings import Finding, fine, note, serious, warning

_LOCAL = {"127.0.0.1", "localhost", "[::1]"}
_KEY_LENGTH = 50


def settings_for_production() -> Iterator[Finding]:
    """Look at DEBUG, hosts, HTTPS, the key, the certificate and the fixed day."""
    found = list(_wrong())
    if settings.DEMO:
        yield note(
            "settings/demo",
            ("Đang chạy bản mẫu (NTM_DEMO=1); các mục về cấu hình chính thức được bỏ qua.",
             "This is the demo (NTM_DEMO=1); what an office needs is not asked for."),
        )  # fmt: skip
        found = [one for one in found if one.code in {"settings/debug", "settings/any-host"}]
    yield from found
    if not found:
        yield fine("settings/production", "Cấu hình phù hợp.", "The settings are fit.")


def _wrong() -> Iterator[Finding]:
    if settings.DEBUG:
        yield serious(
            "settings/debug",
            (
                "NTM_DEBUG=1: trang lỗi để lộ mã nguồn và cấu hình.",
                "NTM_DEBUG=1: pages of errors show code and settings.",
            ),
            ("Bỏ NTM_DEBUG.", "Drop NTM_DEBUG."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield serious(
            "settings/any-host",
            (
                "NTM_HOSTS=*: nhận mọi tên máy chủ, kể cả giả mạo.",
                "NTM_HOSTS=*: any host name is taken, forged ones too.",
            ),
            ("Đặt NTM_HOSTS là tên miền của hệ thống.", "Set NTM_HOSTS to the site's own name."),
        )
    elif set(settings.ALLOWED_HOSTS) <= _LOCAL:
        yield warning(
            "settings/local-only",
            (
                "NTM_HOSTS chưa có tên miền: chỉ máy này mở được trang.",
                "NTM_HOSTS names no site: only this machine can open it.",
            ),
            ("Đặt NTM_HOSTS=ntm.tinh.gov.vn", "Set NTM_HOSTS=ntm.example.gov.vn"),
        )
    if not settings.SESSION_COOKIE_SECURE or not settings.SITE_ADDRESS.startswith("https://"):
        yield warning(
            "settings/no-https",
            ("NTM_HTTPS=1 và NTM_ADDRESS=https://… chưa được đặt: phiên đăng nhập có thể bị nghe lén.",
             "NTM_HTTPS=1 and NTM_ADDRESS=https://… are not set: sessions can be overheard."),
            ("Đặt máy chủ HTTPS phía trước và hai biến này.", "Put an HTTPS server in front and set both."),
        )  # fmt: skip
    if len(settings.SECRET_KEY) < _KEY_LENGTH:
        yield serious(
            "settings/short-key",
            ("Khóa bí mật quá ngắn.", "The secret key is too short."),
            ("Bỏ NTM_SECRET_KEY để chương trình tự tạo khóa.", "Drop NTM_SECRET_KEY: the program makes one."),
        )
    if settings.DEFAULT_DAY is not None:
        yield serious(
            "settings/fixed-day",
            (
                f"NTM_DAY={settings.DEFAULT_DAY}: lịch của hệ thống đứng yên.",
                f"NTM_DAY={settings.DEFAULT_DAY}: the site's calendar stands still.",
            ),
            ("Bỏ NTM_DAY.", "Drop NTM_DAY."),
        )
    if not settings.SIGNING_KEY:
        yield note(
            "settings/no-certificate",
            ("Chưa có chứng thư số; chưa ban hành được văn bản.", "There is no certificate; papers cannot be issued."),
            ("Đặt NTM_SIGNING_KEY và NTM_SIGNING_PASSWORD.", "Set NTM_SIGNING_KEY and NTM_SIGNING_PASSWORD."),
        )


def known_passwords() -> Iterator[Finding]:
    """Look for people of the demo who still have the password that everybody knows."""
    if settings.DEMO:
        return
    names = [name for name, _ in demo_sign_ins()]
    known = [
        user.username
        for user in User.objects.filter(username__in=names, is_active=True)
        if user.check_password(DEMO_PASSWORD)
    ]
    if known:
        yield serious(
            "accounts/known-passwords",
            (
                f"Tài khoản mẫu còn mật khẩu ai cũng biết: {', '.join(known)}.",
                f"Demo accounts with the known password: {', '.join(known)}.",
            ),
            ("Khóa các tài khoản này ở trang Người dùng.", "Close them on the page People."),
        )
