"""The ten main pages under twenty people at once: how long each takes, none refused.

Loads the demo into a folder of its own and starts the server as a province has it, with two processes. Twenty people
of the demo's roles each walk through the ten pages four times, with a second between two pages, as people who look
and click. Run it once plainly for SQLite, and once with --postgresql.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from random import Random

ON_POSTGRESQL = "--postgresql" in sys.argv
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.parts.home import own_home

HOME = own_home()
os.environ |= {"NTM_HOME": str(HOME), "NTM_DEMO": "1", "NTM_DAY": "2024-09-30"}
os.environ["DJANGO_SETTINGS_MODULE"] = "ntm.config.settings"
if ON_POSTGRESQL:
    from tests.postgresql import started

    os.environ["NTM_DATABASE_URL"] = started(HOME)

import django

django.setup()

from django.core.management import call_command
from django.db import connections

from benchmarks.parts.served import server, session_of
from ntm.accounts.models import User
from ntm.assessments.models import Round
from ntm.config.serving import HOST

PEOPLE, WALKS, THINKING = 20, 4, 1.0
BAR_MS = 300
ROLES = ("leader", "coordination", "department", "auditor")


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("demo", "load", verbosity=0)
    pages = ten_pages()
    cookies = [session_of(User.objects.get(username=ROLES[number % len(ROLES)])) for number in range(PEOPLE)]
    connections.close_all()
    with server(workers=2) as port, ThreadPoolExecutor(PEOPLE) as pool:
        # Each process reads templates and law at its first call.
        for address in [*pages.values()] * 2:
            fetch(port, cookies[0], address)
        walks = [(port, cookie, pages, number) for number, cookie in enumerate(cookies)]
        answers = [one for several in pool.map(lambda args: walk(*args), walks) for one in several]
    report(pages, answers)


def ten_pages() -> dict[str, str]:
    """Return the pages that people open most, by name."""
    round_ = Round.objects.get()
    commune = round_.units.order_by("sort_name", "pk")[0]
    return {
        "overview": "/",
        "matrix": "/matrix/",
        "commune": f"/units/{commune.pk}/",
        "why": f"/units/{commune.pk}/why/commune-ntm-2021-2025/10/",
        "inbox": "/inbox/",
        "rounds": "/rounds/",
        "sheet": f"/rounds/{round_.pk}/units/{commune.pk}/",
        "plan": "/plans/",
        "capital": "/capital/",
        "reports": "/reports/",
    }


def walk(port: int, cookie: str, pages: dict[str, str], number: int) -> list[tuple[str, int, float]]:
    """Open the pages in an order of one's own; return each one's name, status and time in milliseconds."""
    order = Random(number)  # noqa: S311
    time.sleep(THINKING * number / PEOPLE)
    found = []
    for _ in range(WALKS):
        for name in order.sample(list(pages), len(pages)):
            found.append((name, *fetch(port, cookie, pages[name])))
            time.sleep(THINKING)
    return found


def fetch(port: int, cookie: str, address: str) -> tuple[int, float]:
    line = HTTPConnection(HOST, port, timeout=60)
    begun = time.perf_counter()
    line.request("GET", address, headers={"Cookie": f"sessionid={cookie}", "Accept-Encoding": "gzip"})
    answer = line.getresponse()
    answer.read()
    took = (time.perf_counter() - begun) * 1000
    line.close()
    return answer.status, took


def report(pages: dict[str, str], answers: list[tuple[str, int, float]]) -> None:
    print(f"{'PostgreSQL' if ON_POSTGRESQL else 'SQLite'}: {PEOPLE} people, {len(answers)} pages")
    print(f"{'page':<10}{'median ms':>11}{'p95 ms':>9}{'of 300':>9}")
    for name in (*pages, "all"):
        times = sorted(took for page, _, took in answers if name in {page, "all"})
        p95 = times[int(len(times) * 0.95)]
        print(f"{name:<10}{statistics.median(times):>11.0f}{p95:>9.0f}{p95 / BAR_MS:>9.0%}")
    bad = sorted({(name, status) for name, status, _ in answers if status != 200})
    print(f"answers that were not 200: {bad or 'none'}")
    if bad:
        sys.exit("The bar is missed.")


if __name__ == "__main__":
    main()
