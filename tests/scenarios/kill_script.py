"""Kills writers at any moment, again and again, and looks at what they left: all of it or nothing.

Run by test_killed.py in a process of its own, over a database of its own. Prints one line for each kind of writer.
"""

from __future__ import annotations

import io
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from decimal import Decimal

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from PIL import Image

from ntm.assessments.models import Item, Reading, Said, Standing
from ntm.assessments.selectors.sheet import sheet_of
from ntm.assessments.services import Change, send_report
from ntm.assessments.services.take_in import take_in
from ntm.audit.services import verify
from ntm.core.rulebook import Kind
from ntm.evidence.models import Attachment
from ntm.evidence.services import Proof, attach, verify_files
from tests.factories import NOON
from tests.small_round import INCOME, small_round

KILLS = 50
LONGER = 8  # a child begins with cold connections, and some should come to the end
random.seed(20240930)


def main() -> None:
    call_command("migrate", verbosity=0)
    small = small_round()
    changes = [
        Change(small.commune, row.measure, value_for(row.question.indicator.kind), version=None)
        for row in sheet_of(small.round, small.commune).rows
    ]

    def import_all() -> None:
        take_in(small.round, changes, source="a.xlsx", by="can-bo-xa", at=NOON)

    def send_all() -> None:
        import_all()
        send_report(small.round, small.commune, by="can-bo-xa", at=NOON)

    def upload() -> None:
        kept = io.BytesIO()
        Image.effect_noise((600, 600), 80).convert("RGB").save(kept, "JPEG")
        attach(kept.getvalue(), Proof(small.commune, INCOME, "2024-Q3"), name="a.jpg", by="can-bo-xa", at=NOON)

    whole = len(changes)
    kill("import", import_all, lambda: Item.objects.count() in {0, whole})
    kill(
        "send",
        send_all,
        lambda: Reading.objects.count() in {0, whole} and bool(Reading.objects.count()) == Standing.objects.exists(),
    )
    kill("upload", upload, lambda: Attachment.objects.count() <= 1 and not list(verify_files()))
    print(f"the log is whole: {verify().lines} lines")


def value_for(kind: Kind) -> Said:
    return Said(passed=True) if kind is Kind.YES_NO else Said(amount=Decimal(50))


def kill(name: str, act: Callable[[], None], is_whole: Callable[[], bool]) -> None:
    """Let a child process act and kill it after a moment, fifty times; the moments spread over more than one act."""
    spread = LONGER * timed(act)
    done = 0
    for number in range(KILLS):
        wipe()
        let_go()
        child = os.fork()
        if child == 0:
            act()
            os._exit(0)
        time.sleep(spread * (number + random.random()) / KILLS)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        done += os.WIFEXITED(status)
        if not is_whole():
            sys.exit(f"{name}: something half-written was left after kill {number}")
    print(f"{name}: {KILLS} kills over {spread * 1000:.0f} ms, {done} had finished, nothing half-written")


def let_go() -> None:
    """Close every connection, pooled ones too: a child must not speak through its parent's."""
    connections.close_all()
    for connection in connections.all():
        if connection.vendor == "postgresql":
            connection.close_pool()


def timed(act: Callable[[], None]) -> float:
    wipe()
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def wipe() -> None:
    for model in (Standing, Item, Attachment):
        model.objects.all().delete()
    Reading.objects.update(set_aside_by=None)
    Reading.objects.all().delete()


if __name__ == "__main__":
    main()
