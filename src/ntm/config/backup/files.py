"""The files that belong to the data: evidence, signed papers, letters that wait for a mail server, and the law."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db.models import FileField

from ntm.evidence.storage import WholeFiles

LAW = "law"
OUTBOX = "outbox"
BLOCK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


def stores() -> dict[str, Storage]:
    """Return every store of files that only the data knows, by the name under which a backup keeps it."""
    return {**{name: storages[name] for name in sorted(set(_named_stores().values()))}, OUTBOX: outbox()}


def outbox() -> Storage:
    """Return the folder of letters that no mail server has taken yet."""
    return WholeFiles(location=settings.EMAIL_FILE_PATH, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def columns_with_files() -> dict[str, dict[str, str]]:
    """Return, by table and column, the name of the store whose files it names."""
    found: dict[str, dict[str, str]] = {}
    for (table, column), store in _named_stores().items():
        found.setdefault(table, {})[column] = store
    return found


def _named_stores() -> dict[tuple[str, str], str]:
    names = {id(storages[name]): name for name in settings.STORAGES}
    return {
        (model._meta.db_table, str(field.column)): names[id(field.storage)]
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, FileField) and id(field.storage) in names
    }


def all_names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the name of every file of a store; a write that was cut off leaves none."""
    try:
        folders, files = storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in sorted(files) if not name.startswith("unfinished-"))
    for name in sorted(folders):
        yield from all_names(storage, f"{prefix}{name}")


def blocks(storage: Storage, name: str) -> Iterator[bytes]:
    """Yield a stored file block by block. Raises OSError when it isn't there."""
    with storage.open(name, "rb") as stream:
        while block := stream.read(BLOCK):
            yield block


def law_files() -> dict[str, Path]:
    """Return every file of the law by its name within the folder."""
    folder = Path(settings.LAW_FOLDER)
    found = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path for path in found}


def law_fingerprint() -> str:
    """Return what changes with any byte of any file of the law, readable or not."""
    whole = sha256()
    for name, path in law_files().items():
        whole.update(f"{name}\0{sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()[:16]


def is_as_named(name: str, digest: str) -> bool:
    """Whether content fits a name that is its own hash; any other name says nothing of the content."""
    last = name.rpartition("/")[2]
    return last == digest or not _HASH.fullmatch(last)
