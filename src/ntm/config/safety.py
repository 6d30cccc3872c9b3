"""What an installation must have before it serves: a strong key that nobody else reads, and nothing left open.

Read by the settings before Django is there, so a refusal is an ImproperlyConfigured that says what to do.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY, FEWEST_LETTERS = 50, 10  # as Django's own check asks
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def secret_key(home: Path, environ: Mapping[str, str]) -> str:
    """Return ``NTM_SECRET_KEY``, else the key kept in the installation's home; make one the first time."""
    if "NTM_SECRET_KEY" in environ:
        return _strong(environ["NTM_SECRET_KEY"].strip(), "NTM_SECRET_KEY")
    kept = home / "secret-key"
    if not kept.exists():
        _make_key(kept)
    _refuse_readable(kept)
    return _strong(kept.read_text(encoding="ascii").strip(), str(kept))


def _make_key(kept: Path) -> None:
    """Write a new key whole: of two processes that start at once, both read the same one."""
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(prefix="secret-key-", dir=kept.parent)  # readable by its owner alone
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):
            os.link(written, kept)
    finally:
        Path(written).unlink()


def _refuse_readable(kept: Path) -> None:
    if os.name != "nt" and stat.S_IMODE(kept.stat().st_mode) & 0o077:
        raise ImproperlyConfigured(f"{kept} may be read by others. Run: chmod 600 {kept}")


def _strong(key: str, where: str) -> str:
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS:
        raise ImproperlyConfigured(
            f"{where} is too weak: at least {SHORTEST_KEY} letters, {FEWEST_LETTERS} of them different. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return key


def refuse_debug_in_public(*, debug: bool, https: bool, hosts: Iterable[str]) -> None:
    """Refuse to show the insides of errors to anybody but the person at this machine."""
    if debug and (https or set(hosts) - LOOPBACK):
        raise ImproperlyConfigured("NTM_DEBUG=1 is for this machine alone. Leave it out with NTM_HTTPS or NTM_HOSTS.")


def hosts(written: str) -> list[str]:
    """Read ``NTM_HOSTS``: names with commas; a star would let a request name this site as it likes."""
    found = [name.strip() for name in written.split(",") if name.strip()]
    if "*" in found or not found:
        raise ImproperlyConfigured("NTM_HOSTS must name the hosts of this site, such as ntm.thainguyen.gov.vn.")
    return found


def proxies(written: str) -> list[str]:
    """Read ``NTM_PROXIES``: addresses or networks, with commas, whose word about the client is taken."""
    found = [name.strip() for name in written.split(",") if name.strip()]
    for one in found:
        try:
            ipaddress.ip_network(one)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"NTM_PROXIES: {one} is no address or network such as 127.0.0.1 or 10.0.0.0/24."
            ) from error
    return found
