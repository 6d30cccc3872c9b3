"""The key with which this installation signs its PDFs."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from ntm.core.documents import SigningKey, load_pkcs12, test_certificate
from ntm.core.problems import Problem, Text


class NoSigningKey(Problem):
    """The installation has no certificate to sign with."""

    code = "reports/no-signing-key"

    def __init__(self, where: str) -> None:
        super().__init__(
            Text(
                f"Chưa có chứng thư số để ký ({where or 'NTM_SIGNING_KEY chưa đặt'}).",
                f"There is no certificate to sign with ({where or 'NTM_SIGNING_KEY is not set'}).",
            ),
            Text(
                "Đặt NTM_SIGNING_KEY là tệp .p12 của cơ quan và NTM_SIGNING_PASSWORD, rồi khởi động lại.",
                "Set NTM_SIGNING_KEY to the office's .p12 file and NTM_SIGNING_PASSWORD, then start again.",
            ),
        )


def signing_key() -> SigningKey:
    """Return the office's key; the demo signs with a test certificate that says so. Raises NoSigningKey."""
    return _key(settings.SIGNING_KEY, settings.SIGNING_PASSWORD, settings.DEMO)


@cache
def _key(path: str, password: str, demo: bool) -> SigningKey:
    if path:
        try:
            return load_pkcs12(Path(path).read_bytes(), password)
        except OSError as error:
            raise NoSigningKey(path) from error
    if demo:
        return test_certificate("UBND tỉnh (bản mẫu)")
    raise NoSigningKey("")
