"""What the first screen costs: queries, and time over many loads.

Loads the demo into a folder of its own, then makes every ward and township a commune with figures, so
that 177 communes stand under the 57 + 75 indicators of two sets for four quarters. Every figure is of one
process in one run; the last column but one is the share of the allowance that is used.
"""

from __future__ import annotations

import os
import statistics
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.parts.home import own_home

os.environ |= {"NTM_HOME": str(own_home())}
os.environ |= {"NTM_DEMO": "1", "NTM_DAY": "2024-09-30", "DJANGO_SETTINGS_MODULE": "ntm.config.settings"}

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.parts.pages import timed, with_plain_static_files
from ntm.accounts.models import User
from ntm.areas.models import Kind, Unit
from ntm.areas.selectors import home_province, tree
from ntm.assessments.models import Reading, Standing
from ntm.assessments.services import judge_units
from ntm.core.periods import Quarter

PAGES = {
    "overview 30/09/2024": "/",
    "overview 30/06/2024": "/?day=2024-06-30",
    "overview 31/12/2025": "/?day=2025-12-31",
    "matrix 30/09/2024": "/matrix/",
}
DAY = date(2024, 9, 30)
LOADS = 60
MOST_QUERIES = 36
MOST_MILLISECONDS = 150


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("demo", "load", verbosity=0)
    fill_177_communes()
    print(f"{Reading.objects.count()} readings, {Standing.objects.count()} standings\n")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(username="leader"))
    print(f"{'page':<24}{'queries':>9}{'median ms':>11}{'p95 ms':>9}{'of 150 ms':>11}{'kB':>8}")
    for name, address in PAGES.items():
        report(name, client, address)


def fill_177_communes() -> None:
    """Give every commune-level unit of the plan's map the figures of one commune, and judge them all."""
    communal = [unit for unit in tree(home_province(DAY), DAY).values() if unit.tier == "commune"]
    others = [unit for unit in communal if unit.kind != Kind.COMMUNE]
    pattern = next(unit for unit in communal if unit.kind == Kind.COMMUNE)
    Unit.objects.filter(pk__in=[unit.pk for unit in others]).update(kind=Kind.COMMUNE)
    rows = list(Reading.objects.filter(unit=pattern, period__startswith="2024"))
    for unit in others:
        for row in rows:
            row.pk, row.unit = None, unit
        Reading.objects.bulk_create(rows)
    for quarter in (Quarter(2024, number) for number in (1, 2, 3, 4)):
        judge_units(communal, quarter, ["commune-ntm-2021-2025", "commune-advanced-2021-2025"])
    assert len(communal) == 177


def report(name: str, client: Client, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(address)
    asked = len(queries)  # counted at once: the next request forgets them
    assert page.status_code == 200, f"{address} answered {page.status_code}"
    times = sorted(timed(client, address) for _ in range(LOADS))
    p95 = times[int(LOADS * 0.95) - 1]
    share = p95 / MOST_MILLISECONDS
    size = len(page.content) / 1000
    print(f"{name:<24}{asked:>9}{statistics.median(times):>11.1f}{p95:>9.1f}{share:>11.0%}{size:>8.0f}")
    assert asked <= MOST_QUERIES, f"{name} asks {asked} queries; {MOST_QUERIES} are allowed."


if __name__ == "__main__":
    with with_plain_static_files():
        main()
