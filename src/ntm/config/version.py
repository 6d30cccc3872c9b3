"""Which version of the program this is."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version

from django.conf import settings


def program_version() -> str:
    """Return the version of the installed package, or that of the checkout that runs."""
    try:
        return version("ntm")
    except PackageNotFoundError:
        told = (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(told)["project"]["version"])
