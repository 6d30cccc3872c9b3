"""How the tests are shared out over the cores of the machine."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        # PySpark takes a process that has neither a main file nor a prompt for a run of its own doctests.
        sys.ps1 = ""


class ByModule(LoadScopeScheduling):
    """Keep a module together, for what it prepares once, and all that share the one site that the browser walks."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule:
    return ByModule(config, log)
