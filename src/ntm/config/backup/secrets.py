"""The keys of an installation. They go into a backup only when asked for, and only into an encrypted one."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

SECRET_KEY = "secret-key"  # noqa: S105 - the name of a file
SIGNING_KEY = "signing-key.p12"


def secret_files(wanted: bool) -> tuple[dict[str, Path], list[str]]:
    """Return the keys that go along, by name, and the names of those that don't."""
    there = {SECRET_KEY: Path(settings.HOME) / SECRET_KEY, SIGNING_KEY: Path(settings.SIGNING_KEY or "/nowhere")}
    found = {name: path for name, path in there.items() if path.is_file()}
    return (found, []) if wanted else ({}, list(found))


def put_back(name: str, content: bytes) -> Path:
    """Write a key to where the installation looks for it, readable by its owner alone; return where."""
    path = Path(settings.HOME) / name
    draft = path.with_name(f"{name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
    return path
