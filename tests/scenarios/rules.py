"""Rules that a script proves in a process of its own: ``ok name`` or ``FAILED name: why``, one line each."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

Rule = Callable[[], object]


def prove(rules: list[Rule], wanted: list[str]) -> None:
    """Run each rule and print what came of it, with the place where it broke on standard error."""
    for rule in rules:
        if wanted and rule.__name__ not in wanted:
            continue
        try:
            rule()
        except Exception as error:
            traceback.print_exc(limit=-4, chain=False, file=sys.stderr)
            print(f"FAILED {rule.__name__}: {type(error).__name__}: {str(error)[:300]}", flush=True)
        else:
            print(f"ok {rule.__name__}", flush=True)
