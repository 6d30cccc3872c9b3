"""How the tests are shared out over the cores of the machine, and what holds for all of them."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

# How long something takes is a question for benchmarks/; here the machine may be busy with something else.
settings.register_profile("unhurried", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        # PySpark takes a process that has neither a main file nor a prompt for a run of its own doctests.
        sys.ps1 = ""


class ByModule(LoadScopeScheduling):
    """Keep together what shares something that takes long to prepare.

    That is a module; all that the browser walks, on one site; and the scenarios, on one small installation.
    """

    def _split_scope(self, nodeid: str) -> str:
        module = nodeid.partition("::")[0]
        folder = module.rpartition("/")[0]
        return folder if folder in {"tests/browser", "tests/scenarios"} else module


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule:
    return ByModule(config, log)
