"""Rules that a script proves in a process of its own, one line each: ``ok name``, ``FAILED name: why``.

A rule that this machine cannot try says so: ``skipped name: why``.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

Rule = Callable[[], object]


class CannotHere(Exception):
    """This machine lacks what the rule needs, such as the right to mount."""


def prove(rules: list[Rule], wanted: list[str]) -> bool:
    """Run each rule and print what came of it, with the place where it broke on standard error; say whether one did."""
    failed = False
    for rule in rules:
        if wanted and rule.__name__ not in wanted:
            continue
        try:
            rule()
        except CannotHere as why:
            print(f"skipped {rule.__name__}: {why}", flush=True)
        except Exception as error:
            traceback.print_exc(limit=-4, chain=False, file=sys.stderr)
            print(f"FAILED {rule.__name__}: {type(error).__name__}: {str(error)[:1500]}", flush=True)
            failed = True
        else:
            print(f"ok {rule.__name__}", flush=True)
    return failed
