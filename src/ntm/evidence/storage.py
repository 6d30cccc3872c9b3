"""The folder in which evidence is kept when no bucket is."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A folder in which a file is there whole or not at all, also after the power went.

    Bytes go to a name of their own, reach the disk, and only then get their final name. Names are hashes, so
    a second file of the same name holds the same bytes and may take the place of the first.
    """

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: File[bytes]) -> str:
        final = Path(self.path(name))
        final.parent.mkdir(mode=self.directory_permissions_mode or 0o777, parents=True, exist_ok=True)
        handle, written = tempfile.mkstemp(prefix="unfinished-", dir=final.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                for chunk in content.chunks():
                    stream.write(chunk)
                stream.flush()
                os.fsync(stream.fileno())
            Path(written).chmod(self.file_permissions_mode or 0o600)
            Path(written).replace(final)
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise
        to_disk(final.parent)
        return name


def to_disk(folder: Path) -> None:
    """Make a new name in a folder outlive a power cut; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
