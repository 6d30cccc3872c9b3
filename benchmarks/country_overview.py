"""What the whole country costs on the screen, and that history costs nothing.

Loads the demo with sample values for all provinces into a folder of its own, then times the page of the country,
the largest provinces and the demo's own with standings of 1, 5 and 20 quarters behind them. The last column is the
least time against that with one quarter, in one run. Run it once plainly for SQLite, and once with --postgresql.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.parts.home import own_home

HOME = own_home()
os.environ |= {"NTM_HOME": str(HOME), "NTM_DEMO": "1", "NTM_DAY": "2024-09-30"}
os.environ["DJANGO_SETTINGS_MODULE"] = "ntm.config.settings"
if "--postgresql" in sys.argv:
    from tests.postgresql import started

    os.environ["NTM_DATABASE_URL"] = started(HOME)

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.parts.pages import timed, with_plain_static_files
from ntm.accounts.models import User
from ntm.areas.services import count_anew
from ntm.assessments.models import Standing
from ntm.core.periods import Quarter

PAGES = {
    "country": "/country/",
    "Hà Nội, 345 communes": "/?province=01",
    "Thanh Hóa": "/?province=38",
    "Thái Nguyên": "/?province=19",
    "matrix of Hà Nội": "/matrix/?province=01",
}
NOW = Quarter(2024, 3)
HISTORY = (1, 5, 20)
LOADS = 30
MOST_MILLISECONDS = 300


def main() -> None:
    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    call_command("demo", "load", "--country", verbosity=0)
    print(f"{connection.vendor}: country loaded in {time.perf_counter() - begun:.0f} s")
    Standing.objects.exclude(period=NOW.code).delete()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="central"))
    first: dict[str, float] = {}
    print(f"{'page':<24}{'quarters':>9}{'standings':>11}{'queries':>9}", end="")
    print(f"{'least ms':>10}{'median ms':>11}{'p95 ms':>8}{'of 300':>8}{'to first':>10}")
    for quarters in HISTORY:
        fill_history(quarters)
        for name, address in PAGES.items():
            report(name, client, address, quarters, first)


def fill_history(quarters: int) -> None:
    """Copy the standings of the newest quarter into earlier ones until there are so many quarters."""
    there = set(Standing.objects.values_list("period", flat=True).distinct())
    day = NOW.ends_on
    rows = list(Standing.objects.filter(period=NOW.code))
    for _ in range(quarters - 1):
        day -= timedelta(days=91)
        period = Quarter.of(day)
        if period.code in there:
            continue
        for row in rows:
            row.pk, row.period, row.judged_on = None, period.code, period.ends_on
        Standing.objects.bulk_create(rows, batch_size=2_000)
    count_anew()


def report(name: str, client: Client, address: str, quarters: int, first: dict[str, float]) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    asked = len(queries)
    assert page.status_code == 200, f"{address} answered {page.status_code}"
    times = sorted(timed(client, address) for _ in range(LOADS))
    median, p95 = statistics.median(times), times[int(LOADS * 0.95) - 1]
    ratio = times[0] / first.setdefault(name, times[0])
    print(
        f"{name:<24}{quarters:>9}{Standing.objects.count():>11}{asked:>9}{times[0]:>10.1f}{median:>11.1f}{p95:>8.1f}"
        f"{p95 / MOST_MILLISECONDS:>8.0%}{ratio:>10.2f}"
    )


if __name__ == "__main__":
    with with_plain_static_files():
        main()
