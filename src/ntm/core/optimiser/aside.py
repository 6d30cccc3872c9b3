"""A search in a process of its own, which ends within a second of being told to, whatever it is at.

HiGHS asks whether to go on many times a second, but not in every phase of a very large search. So the search stands
aside: told to stop, it hands over what it has; one that does not answer is ended, and what was known before stands.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import signal
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from time import monotonic
from types import TracebackType
from typing import Any

from ntm.core.optimiser.explaining import Looked, look_for_more, look_for_unreachable
from ntm.core.optimiser.parts import Choice, Instance, Progress, Solution
from ntm.core.optimiser.solving import BEST, Tell, solve
from ntm.core.optimiser.valuing import value_of
from ntm.core.problems import Problem

_EVERY = 0.2  # seconds between two looks at what it says
_GRACE = 0.6  # seconds in which a search told to stop may hand over what it has
_ERRANDS: dict[str, Callable[..., Any]] = {
    "solve": solve,
    "more": look_for_more,
    "unreachable": look_for_unreachable,
}


class SearchEnded(Exception):
    """The process of a search came to an end by itself: it was ended from outside, or ran out of memory."""


class Aside:
    """A process that searches for us; use it as ``with Aside() as aside``."""

    def __enter__(self) -> Aside:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ours.close()  # it notices, and ends
        self._process.kill()
        self._process.join()

    def solve(self, instance: Instance, *, gap: float, seconds: float, tell: Tell, start: Sequence[Choice]) -> Solution:
        """As ``solve``; ``start`` is what stands when the search has to be ended. Raises SearchEnded."""
        bound, spent = float("inf"), 0.0

        def hear(progress: Progress) -> bool:
            nonlocal bound, spent
            bound, spent = min(bound, progress.bound), progress.seconds
            return tell(progress)

        found = self._ask("solve", (instance,), {"gap": gap, "seconds": seconds, "start": tuple(start)}, hear)
        if isinstance(found, Solution):
            return found
        value = value_of(instance, start)
        return Solution(tuple(start), value, max(bound, value), BEST, spent, finished=False)

    def look_for_more(self, instance: Instance, solution: Solution, *, seconds: float, tell: Tell) -> Looked:
        """As ``look_for_more``; nothing found when it has to be ended. Raises SearchEnded."""
        found = self._ask("more", (instance, solution), {"seconds": seconds}, tell)
        return found if isinstance(found, Looked) else Looked((), len(instance.ceilings))

    def look_for_unreachable(self, instance: Instance, *, seconds: float, tell: Tell) -> Looked:
        """As ``look_for_unreachable``; nothing found when it has to be ended. Raises SearchEnded."""
        found = self._ask("unreachable", (instance,), {"seconds": seconds}, tell)
        return found if isinstance(found, Looked) else Looked((), len(instance.targets))

    def _ask(self, errand: str, given: tuple[Any, ...], more: dict[str, Any], tell: Tell) -> Any:
        """Send on an errand and wait for its answer; None when it was told to stop and did not answer."""
        progress = Progress(0.0, float("-inf"), float("inf"))
        until: float | None = None
        try:
            self._ours.send((errand, given, more))
            while until is None or monotonic() < until:
                while self._ours.poll(_EVERY):
                    kind, said = self._ours.recv()
                    if kind == "answer":
                        return said
                    if kind == "problem":
                        raise said
                    progress = said
                    break
                if until is None and not tell(progress):
                    until = monotonic() + _GRACE
                    self._ours.send("stop")
        except (EOFError, OSError) as error:
            raise SearchEnded(f"the search ended by itself ({self._process.exitcode})") from error
        self._process.kill()
        return None


def _serve(conversation: Connection) -> None:
    """Do errands one after the other; end at once when nobody is there any more to hear of them."""
    errands: queue.Queue[tuple[str, tuple[Any, ...], dict[str, Any]]] = queue.Queue()
    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever sent us
    if hasattr(os, "nice"):
        os.nice(5)  # the pages come first

    def listen() -> None:
        while True:
            try:
                said = conversation.recv()
            except (EOFError, OSError):
                os._exit(0)
            if said == "stop":
                stop.set()
            else:
                errands.put(said)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        errand, given, more = errands.get()
        stop.clear()
        try:
            answer = ("answer", _ERRANDS[errand](*given, **more, tell=_telling(conversation, stop)))
        except Problem as problem:
            answer = ("problem", problem)
        with contextlib.suppress(OSError):
            conversation.send(answer)


def _telling(conversation: Connection, stop: threading.Event) -> Tell:
    """Return a listener that passes progress on, a few times a second, and answers whether to go on."""
    spoke = 0.0

    def tell(progress: Progress) -> bool:
        nonlocal spoke
        if monotonic() - spoke > _EVERY:
            spoke = monotonic()
            conversation.send(("progress", progress))
        return not stop.is_set()

    return tell
