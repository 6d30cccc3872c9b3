"""How a database is reached: what an address means, and what is asked of each engine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlparse

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
# FULL: an act that was answered as done is on the disk, also when the power goes the next moment. NORMAL would keep
# the file sound but could lose the last acts; docs/faults.md says what each costs.
SYNCHRONOUS = {"full": "FULL", "normal": "NORMAL"}


def database_at(address: str, home: Path) -> dict[str, Any]:
    """Return the settings of a database: SQLite in the home folder when the address is empty.

    Raises ValueError when the address is neither ``sqlite:///file`` nor ``postgresql://user:password@host/name``.
    """
    parts = urlparse(address)
    if not address or parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path)) if address else home / "ntm.sqlite3")
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgresql", "postgres"} or not name:
        raise ValueError(address)
    return {
        "ENGINE": POSTGRESQL,
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A server on this machine is often reached by its socket: postgresql://user@/name?host=/folder.
        "HOST": parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0],
        "PORT": parts.port or "",
        # Nobody waits longer than this for a connection, and none is used that a restart of the server has cut.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


def _sqlite(file: Path) -> dict[str, Any]:
    synchronous = SYNCHRONOUS[os.environ.get("NTM_SYNCHRONOUS", "full").lower()]
    return {
        "ENGINE": SQLITE,
        "NAME": file,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; PRAGMA cache_size=-32000;",
        },
    }
