"""What the first screen costs: queries, and time over many loads, on the demo province.

Loads the demo into a folder of its own unless NTM_HOME names one that holds it. Every figure is of
one process on one run; the last column is the share of the allowance that is used.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time

os.environ.setdefault("NTM_HOME", tempfile.mkdtemp(prefix="ntm-bench-"))
os.environ |= {"NTM_DEMO": "1", "NTM_DAY": "2024-09-30", "DJANGO_SETTINGS_MODULE": "ntm.config.settings"}

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from ntm.accounts.models import User
from ntm.assessments.models import Reading, Standing

PAGES = {
    "overview 30/09/2024": "/",
    "overview 30/06/2024": "/?day=2024-06-30",
    "overview 31/12/2025": "/?day=2025-12-31",
    "matrix 30/09/2024": "/matrix/",
}
LOADS = 60
MOST_QUERIES = 30
MOST_MILLISECONDS = 150


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", "load", verbosity=0)
    print(f"{Reading.objects.count()} readings, {Standing.objects.count()} standings\n")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="leader"))
    print(f"{'page':<24}{'queries':>9}{'median ms':>11}{'p95 ms':>9}{'of 150 ms':>11}{'kB':>8}")
    for name, address in PAGES.items():
        report(name, client, address)


def report(name: str, client: Client, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    assert page.status_code == 200, f"{address} answered {page.status_code}"
    times = sorted(timed(client, address) for _ in range(LOADS))
    p95 = times[int(LOADS * 0.95) - 1]
    share = p95 / MOST_MILLISECONDS
    size = len(page.content) / 1000
    print(f"{name:<24}{len(queries):>9}{statistics.median(times):>11.1f}{p95:>9.1f}{share:>11.0%}{size:>8.0f}")
    assert len(queries) <= MOST_QUERIES, f"{name} asks {len(queries)} queries; {MOST_QUERIES} are allowed."


def timed(client: Client, address: str) -> float:
    begun = time.perf_counter()
    client.get(address)
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    plain = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    plain["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES=plain):
        main()
