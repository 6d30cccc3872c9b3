"""The law files: whether they can be read."""

from __future__ import annotations

from collections.abc import Iterator

from ntm.config.doctor.findings import Finding, fine
from ntm.criteria.selectors import procedure, rulebook


def law_files() -> Iterator[Finding]:
    """Read every law file; the first fault of any is raised as a Problem."""
    book = rulebook()
    procedure()
    yield fine(
        "law/read",
        f"{len(book.sets)} bộ tiêu chí và trình tự đọc được; dấu vân {book.fingerprint}.",
        f"{len(book.sets)} criteria sets and the procedure can be read; fingerprint {book.fingerprint}.",
    )
