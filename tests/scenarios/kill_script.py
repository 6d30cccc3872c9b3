"""Kills whoever writes, at any moment, again and again, and looks at what was left: all of it or nothing.

Run by test_killed.py and tools/faults.py in a process of its own, over a home and a database of its own. Each writer
is let run once, undisturbed, and the state of the database after each of its commits is remembered. A killed one must
have left one of these states, and none before the last commit that it was told had been made. Kills come in turns at
a moment, before a statement, and right after a commit.

    python -m tests.scenarios.kill_script --kills 3
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

import tests.scenarios.product  # noqa: F401 - first of ours
from tests.factories import NOON
from tests.scenarios.prepared import (
    count_on_from,
    let_go,
    prepare,
    put_back,
    sequences,
    state,
    wait_for_the_killed,
)
from tests.scenarios.soundness import sound
from tests.scenarios.writers import Writer, writers

LONGER = 1.1  # some writers should come to the end
timezone.now = lambda: NOON  # so that the same act leaves the same rows
_commit = BaseDatabaseWrapper._commit


@dataclass(slots=True)
class Told:
    """What is known of a writer from a run that nobody disturbed."""

    states: list[str]  # one after the other, the first before the act, the last after it
    after: list[int]  # the place in ``states`` after so many commits
    numbers: dict[str, list[tuple[str, int | None]]]  # by state, the last number of each counter
    statements: int
    seconds: float


@dataclass(slots=True)
class Tally:
    kills: int = 0
    finished: int = 0
    untouched: int = 0
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    asked = _asked()
    random.seed(asked.seed)
    home = Path(settings.HOME)
    known = writers(prepare(home.parent / f"{home.name}-desk"), server=asked.server, whole_demo=asked.whole_demo)
    chosen = [one for one in known if not asked.only or one.name in asked.only]
    shares = [asked.kills // len(chosen) + (n < asked.kills % len(chosen)) for n in range(len(chosen))]
    failed = False
    for writer, kills in zip(chosen, shares if asked.in_all else [asked.kills] * len(chosen), strict=True):
        tally, told = kill_again_and_again(writer, kills)
        failed |= bool(tally.wrong)
        print(
            f"{writer.name:<28} {tally.kills:>4} kills over {told.seconds * 1000:>5.0f} ms, "
            f"{len(told.states) - 1} commits, {told.statements} statements: {tally.untouched} left nothing, "
            f"{tally.finished} had finished, {len(tally.wrong)} wrong",
            flush=True,
        )
        for line in tally.wrong:
            print(f"    {line}", flush=True)
    sys.exit(failed)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=3, help="of each writer")
    parser.add_argument("--in-all", action="store_true", help="--kills are shared among all writers")
    parser.add_argument("--seed", type=int, default=20240930)
    parser.add_argument("--only", action="append")
    parser.add_argument("--server", default="", help="address of a PostgreSQL into which to move as well")
    parser.add_argument("--whole-demo", action="store_true", help="kill the loading of the whole demo, nothing else")
    return parser.parse_args()


def kill_again_and_again(writer: Writer, kills: int) -> tuple[Tally, Told]:
    told = undisturbed(writer)
    tally = Tally()
    for number in range(kills):
        ready(writer)
        if number % 3 == 0 or len(told.after) < 2:  # no commit of its own: files, or another database
            done, acknowledged = killed_at_a_moment(writer, told.seconds * LONGER * random.random())
        elif number % 3 == 1:
            done, acknowledged = killed_at_a_statement(writer, random.randint(1, told.statements))
        else:
            done, acknowledged = killed_after_a_commit(writer, random.randint(1, len(told.after) - 1))
        tally.kills += 1
        tally.finished += done
        try:
            tally.untouched += not look_at(writer, told, acknowledged, finished=done)
        except Exception as error:  # whatever it is, it is what we look for
            tally.wrong.append(f"kill {number}: {type(error).__name__}: {str(error)[:300]}")
    return tally, told


def ready(writer: Writer) -> None:
    put_back(writer.begin, same_tables=True)
    writer.ready()


def undisturbed(writer: Writer) -> Told:
    """Let a child do the whole act; it tells how long it took, and the state after each commit."""
    ready(writer)
    begun = state(), sequences()
    read, write = os.pipe()
    let_go()
    if (child := os.fork()) == 0:
        seen = [begun]
        looking = [0.0]

        def look() -> None:
            moment = time.perf_counter()
            seen.append((state(), sequences()))
            looking[0] += time.perf_counter() - moment

        moment = time.perf_counter()
        count = Counter(after_commit=look)
        with count:
            writer.act()
        seconds = time.perf_counter() - moment - looking[0]
        look()
        with os.fdopen(write, "w") as pipe:
            json.dump([seconds, count.statements, seen], pipe)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        told = pipe.read()
    assert os.waitpid(child, 0)[1] == 0, f"{writer.name} fails undisturbed"
    seconds, statements, seen = json.loads(told)
    return Told(*_each_once([one for one, _ in seen]), dict(seen), statements, seconds)


def _each_once(seen: list[str]) -> tuple[list[str], list[int]]:
    """Return the states, those that follow themselves but once, and where among them each commit led."""
    states: list[str] = []
    after: list[int] = []
    for one in seen:
        if not states or states[-1] != one:
            states.append(one)
        after.append(len(states) - 1)
    return states, after[:-1]  # the last one was seen after the act, not after a commit


class Counter:
    """Counts statements and commits of the default database while an act is under way."""

    def __init__(self, *, after_commit: Callable[[], object], before: Callable[[int], object] = lambda _: None) -> None:
        self.statements = 0
        self._after_commit, self._before, self._quiet = after_commit, before, False

    def __enter__(self) -> None:
        def commit(wrapper: BaseDatabaseWrapper) -> None:
            _commit(wrapper)
            if wrapper.alias == "default":
                self._committed()

        BaseDatabaseWrapper._commit = commit
        self._wrapped = connection.execute_wrapper(self._execute)
        self._wrapped.__enter__()

    def __exit__(self, *_: object) -> None:
        self._wrapped.__exit__(None, None, None)
        BaseDatabaseWrapper._commit = _commit

    def _execute(self, execute, statement, params, many, context):
        if self._quiet:
            return execute(statement, params, many, context)
        self.statements += 1
        self._before(self.statements)
        answer = execute(statement, params, many, context)
        writes = statement.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}
        if writes and not context["connection"].in_atomic_block:
            self._committed()
        return answer

    def _committed(self) -> None:
        if not self._quiet:
            self._quiet = True
            self._after_commit()
            self._quiet = False


def killed_at_a_moment(writer: Writer, seconds: float) -> tuple[bool, int]:
    return _killed(writer, lambda child: (time.sleep(seconds), os.kill(child, signal.SIGKILL)), lambda _: None)


def killed_at_a_statement(writer: Writer, number: int) -> tuple[bool, int]:
    """The child kills itself before its ``number``-th statement."""

    def before(now: int) -> None:
        if now == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return _killed(writer, lambda _: None, before)


def killed_after_a_commit(writer: Writer, number: int) -> tuple[bool, int]:
    """The child tells of its ``number``-th commit and kills itself."""

    def told(commits: int) -> None:
        if commits == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return _killed(writer, lambda _: None, lambda _: None, told)


def _killed(
    writer: Writer,
    kill: Callable[[int], object],
    before: Callable[[int], object],
    after: Callable[[int], object] = lambda _: None,
) -> tuple[bool, int]:
    """Return whether the act was finished, and how many commits it was told had been made."""
    read, write = os.pipe()
    let_go()
    if (child := os.fork()) == 0:
        commits = itertools.count(1)

        def committed() -> None:
            os.write(write, b".")
            after(next(commits))

        with Counter(after_commit=committed, before=before):
            writer.act()
        os._exit(0)
    os.close(write)
    kill(child)
    _, status = os.waitpid(child, 0)
    wait_for_the_killed()
    with os.fdopen(read) as pipe:
        return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0, len(pipe.read())


def look_at(writer: Writer, told: Told, acknowledged: int, *, finished: bool) -> bool:
    """Return whether anything of the act is there; AssertionError when something is half-written or lost."""
    found = state()
    assert found in told.states, "the database is in a state that no commit left"
    place = len(told.states) - 1 - told.states[::-1].index(found)
    assert not finished or place == len(told.states) - 1, "an act that was answered as done is lost"
    assert place >= told.after[min(acknowledged, len(told.after) - 1)], "a commit that was told is lost"
    _sound()
    kept = writer.check()
    assert kept is not False or not finished, "what was answered as done is lost"
    if writer.again and (writer.resumes or not place):
        count_on_from(told.numbers[found])
        writer.again()
        assert state() == told.states[-1], "doing it again did not bring it to its end"
    return bool(place or kept)


def _sound() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the file is damaged"
    sound()


if __name__ == "__main__":
    main()
