from __future__ import annotations

import os
import signal
import threading
import time
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.core.management.base import CommandParser
from django.db import OperationalError, close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from ntm.plans.services import recover

_LOOK_FOR_LOST = 10.0  # seconds


class Command(BaseCommand):
    help = "Do long work that waits in the database; find again what another worker left when it died."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--child-of", type=int, default=0, help="end when this process is no longer the parent")

    def handle(self, *_: Any, child_of: int, **__: Any) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        if child_of:
            threading.Thread(target=end_with, args=(child_of,), daemon=True).start()
        if hasattr(os, "nice"):
            os.nice(5)  # the pages come first
        work_on()


def work_on() -> None:
    """Look for work every so often, by reading alone; only what is there is taken under a lock."""
    looked = 0.0
    while True:
        close_old_connections()
        try:
            if time.monotonic() - looked > _LOOK_FOR_LOST:
                looked = time.monotonic()
                recover()
            if DBTaskResult.objects.ready().exists():
                new_worker().run()
        except OperationalError:  # the database is busy or away: the work is still there when it is back
            close_old_connections()
        time.sleep(settings.WORKER_SECONDS)


def new_worker() -> Worker:
    """Return a worker that does what waits, then comes back."""
    return _Obedient(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )


class _Obedient(Worker):
    """A worker that ends when it is told to, and not only after the work in hand."""

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        super().run_task(db_task_result)
        if _told.is_set():
            raise SystemExit(0)


_told = threading.Event()


def stop(_: int, __: FrameType | None) -> None:
    """End now; work in hand hears of it as SystemExit and puts itself back."""
    _told.set()
    raise SystemExit(0)


def end_with(parent: int) -> None:
    """End once the parent is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
