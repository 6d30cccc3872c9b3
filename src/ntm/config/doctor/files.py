"""Stored files: missing, changed, or known to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.apps import apps
from django.core.files.storage import Storage
from django.utils import timezone

from ntm.config.backup import files as kept
from ntm.config.doctor.findings import Finding, fine, note, serious
from ntm.evidence.services.upkeep import a_day_before


def stored(*, quick: bool) -> Iterator[Finding]:
    """Hold every store against the rows that name its files; ``quick`` only looks whether each is there."""
    for store, storage in kept.stores().items():
        if store == kept.OUTBOX:
            continue
        named = set(_named(store))
        missing = sorted(name for name in named if not storage.exists(name))
        changed = [] if quick else sorted(name for name in named - set(missing) if not _is_as_named(storage, name))
        yield from _unsound(store, missing, changed)
        orphans = _orphans(storage, named)
        if orphans:
            yield note(
                "files/orphans",
                (f"Kho “{store}”: {len(orphans)} tệp không thuộc về đâu.",
                 f"Store “{store}”: {len(orphans)} files of nobody."),
                ("Không hại gì; `ntm evidence sweep` xóa tệp thừa của kho minh chứng.",
                 "They do no harm; `ntm evidence sweep` removes those of the evidence."),
            )  # fmt: skip
        if not missing and not changed:
            yield fine(
                "files/whole",
                f"Kho “{store}”: {len(named)} tệp nguyên vẹn.",
                f"Store “{store}”: {len(named)} files are whole.",
            )


def _unsound(store: str, missing: list[str], changed: list[str]) -> Iterator[Finding]:
    do = (
        "Khôi phục các tệp này từ bản sao lưu: mở tệp .zip, thư mục files/.",
        "Bring them back from a backup: open the .zip, folder files/.",
    )
    if missing:
        yield serious(
            "files/missing",
            (
                f"Kho “{store}”: mất {len(missing)} tệp, đầu tiên {missing[0]}.",
                f"Store “{store}”: {len(missing)} files are missing, the first {missing[0]}.",
            ),
            do,
        )
    if changed:
        yield serious(
            "files/changed",
            (
                f"Kho “{store}”: {len(changed)} tệp bị đổi, đầu tiên {changed[0]}.",
                f"Store “{store}”: {len(changed)} files were changed, the first {changed[0]}.",
            ),
            do,
        )


def _named(store: str) -> Iterator[str]:
    tables = kept.columns_with_files()
    for model in apps.get_models():
        for column, its in tables.get(model._meta.db_table, {}).items():
            if its == store:
                yield from model._default_manager.exclude(**{column: ""}).values_list(column, flat=True).iterator()


def _is_as_named(storage: Storage, name: str) -> bool:
    digest = sha256()
    try:
        for block in kept.blocks(storage, name):
            digest.update(block)
    except OSError:
        return False
    return kept.is_as_named(name, digest.hexdigest())


def _orphans(storage: Storage, named: set[str]) -> list[str]:
    """Return files that no row names and that are too old to belong to an act under way."""
    before = a_day_before(timezone.now())
    return [name for name in kept.all_names(storage) if name not in named and storage.get_modified_time(name) < before]
