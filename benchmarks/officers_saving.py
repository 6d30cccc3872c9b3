"""Fifty officers who type at once: every value must be kept, no answer may be 500, p95 at most 300 ms.

Starts the product's own server over a folder of its own; each officer fills the sheet of their own commune,
value after value, as the page does. Run it once plainly for SQLite, and once with --postgresql.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from http.client import HTTPConnection
from pathlib import Path

ON_POSTGRESQL = "--postgresql" in sys.argv
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.parts.home import own_home

HOME = own_home()
os.environ |= {"NTM_HOME": str(HOME), "NTM_DAY": "2024-09-30", "DJANGO_SETTINGS_MODULE": "ntm.config.settings"}
if ON_POSTGRESQL:
    from tests.postgresql import started

    os.environ["NTM_DATABASE_URL"] = started(HOME)

import django

django.setup()

from django.core.management import call_command
from django.db import connections

from benchmarks.parts.served import server, session_of
from ntm.accounts.models import Role, User
from ntm.areas.models import Unit
from ntm.assessments.models import Item, Round, RoundKind
from ntm.assessments.selectors.sheet import sheet_of
from ntm.assessments.services import Due, open_round
from ntm.config.serving import HOST
from ntm.core.periods import Quarter, Window
from tests.factories import NOON, make_person, make_province, make_unit

OFFICERS = 50
VALUES = 20
THINKING = 2.0  # seconds between two values of one officer; a quick typist
BAR_MS = 300


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    round_, people = fifty_communes()
    measures = [row.measure for row in sheet_of(round_, people[0][1]).rows if row.question.indicator.kind != "yes-no"]
    sessions = [session_of(user) for user, _ in people]
    connections.close_all()
    with server() as port, ThreadPoolExecutor(OFFICERS) as pool:
        wanted = [
            (port, cookie, round_.pk, unit.pk, measures[:VALUES])
            for cookie, (_, unit) in zip(sessions, people, strict=True)
        ]
        begun = time.monotonic()
        answers = [one for several in pool.map(lambda args: type_values(*args), wanted) for one in several]
        took = time.monotonic() - begun
    report(answers, took, kept=Item.objects.filter(amount__isnull=False).count())


def fifty_communes() -> tuple[Round, list[tuple[User, Unit]]]:
    """Make fifty communes, an officer in each, and a round that asks them all."""
    province = make_province()
    units = [make_unit(f"Xã số {number}", parent=province) for number in range(OFFICERS)]
    people = [(make_person(f"officer-{unit.pk}", Role.COMMUNE_OFFICER, unit), unit) for unit in units]
    days = Due(date(2024, 9, 15), date(2024, 10, 5), date(2024, 10, 25), date(2024, 11, 15))
    sets = ["commune-ntm-2021-2025", "commune-advanced-2021-2025"]
    window = Window.of_quarter(Quarter(2024, 3))
    return open_round(RoundKind.QUARTER, window, sets=sets, units=units, due=days, by="bench", at=NOON), people


def type_values(port: int, cookie: str, round_id: int, unit_id: int, measures: list[str]) -> list[tuple[int, float]]:
    """Send one value after the other and return each answer's status and time in milliseconds."""
    line = HTTPConnection(HOST, port, timeout=60)
    token = "x" * 32
    headers = {
        "Cookie": f"sessionid={cookie}; csrftoken={token}",
        "X-CSRFToken": token,
        "Content-Type": "application/json",
        "Accept": "application/json",
    }
    found = []
    time.sleep(THINKING * (unit_id % OFFICERS) / OFFICERS)  # people do not begin in the same instant
    for number, measure in enumerate(measures):
        body = json.dumps({"changes": [{"measure": measure, "version": 0, "value": str(number + 1)}]})
        begun = time.perf_counter()
        line.request("POST", f"/rounds/{round_id}/units/{unit_id}/save/", body, headers)
        answer = line.getresponse()
        answer.read()
        found.append((answer.status, (time.perf_counter() - begun) * 1000))
        time.sleep(THINKING)
    return found


def report(answers: list[tuple[int, float]], took: float, kept: int) -> None:
    times = sorted(milliseconds for _, milliseconds in answers)
    p95 = times[int(len(times) * 0.95)]
    bad = [status for status, _ in answers if status != 200]
    print(f"{'PostgreSQL' if ON_POSTGRESQL else 'SQLite'}: {OFFICERS} officers, {len(answers)} values in {took:.1f} s")
    print(f"kept {kept} of {len(answers)}, answers that were not 200: {len(bad)} {sorted(set(bad))}")
    print(f"median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms ({p95 / BAR_MS:.2f} of the bar of {BAR_MS} ms)")
    if kept != len(answers) or bad or p95 > BAR_MS:
        sys.exit("The bar is missed.")


if __name__ == "__main__":
    main()
