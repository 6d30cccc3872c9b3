"""Where a backup's passphrase comes from: a file, the environment, or the keyboard; never the command line."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path

from ntm.config.backup.problems import NoPassphrase, ShortPassphrase
from ntm.core.problems import Text
from ntm.ui.terminal import terminal_language

LEAST = 12


def new_passphrase(file: Path | None) -> str:
    """Return the passphrase of a new backup, typed twice when it is typed. Raises NoPassphrase or ShortPassphrase."""
    given = _given(file)
    if given is None:
        given = _typed(Text("Mật khẩu của bản sao lưu: ", "Passphrase of the backup: "))
        if given != _typed(Text("Gõ lại: ", "Again: ")):
            raise NoPassphrase
    if len(given) < LEAST:
        raise ShortPassphrase(LEAST)
    return given


def known_passphrase(file: Path | None) -> str:
    """Return the passphrase of a backup that is there. Raises NoPassphrase."""
    return _given(file) or _typed(Text("Mật khẩu của bản sao lưu: ", "Passphrase of the backup: "))


def _given(file: Path | None) -> str | None:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8").rstrip("\r\n") or None
        except OSError as error:
            raise NoPassphrase from error
    return os.environ.get("NTM_BACKUP_PASSPHRASE") or None


def _typed(words: Text) -> str:
    if not sys.stdin.isatty():
        raise NoPassphrase
    return getpass.getpass(words.said_in(terminal_language()))
