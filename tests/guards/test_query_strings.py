"""Whatever stands behind the question mark: a page is shown, refused in words or not there, and never breaks.

Which names a page reads is found out by asking for it once; a page that is added later is here by itself.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from ntm.accounts.models import Assignment, Role
from tests.factories import make_person
from tests.guards.test_access import POSTS, ROUTES, RULES, address_of, world
from tests.guards.test_shell import OPEN_TO_ALL

pytestmark = pytest.mark.django_db
__all__ = ["world"]
OPEN = {name for name in OPEN_TO_ALL if "<" not in ROUTES[name]}
PAGES = sorted((RULES.keys() - POSTS) | OPEN)
WRITES = {
    *("accounts:add_person", "accounts:assign", "accounts:end_assignment", "accounts:hand_on", "accounts:person"),
    *("accounts:sign_in", "account_reset_password", "account_change_password", "account_reauthenticate"),
    *("assessments:new_round", "assessments:review", "assessments:upload", "assessments:plan_solution"),
    *("finance:move", "finance:new_work", "finance:work", "plans:planner"),
    *("reports:new", "reports:new_paper", "reports:edit_paper", "reports:section", "reports:verify"),
}
DAYS = ("0001-01-01", "1945-09-02", "2024-02-30", "2024-W01", "2199-12-31", "9999-12-31")
WORDS = (
    *DAYS,
    *("", "-1", "1", "1.5", "9" * 19, "9" * 400, "NaN", "٣", "[]", "{{7*7}}", "%s", "19", "all", "\ud800", "é" * 2000),
    *("'", "'; DROP TABLE x; --", "<script>alert(1)</script>", "../../etc/passwd", "a\0b"),
)
ALWAYS = ("day", "nobody-reads-this")


@pytest.fixture
def asked(monkeypatch):
    """The names that views read from the query string, by the page that is being asked for."""
    names: set[str] = set()

    def listening(method: str) -> None:
        before = getattr(QueryDict, method)

        def read(self, key, *more, **named):
            names.add(str(key))
            return before(self, key, *more, **named)

        monkeypatch.setattr(QueryDict, method, read)

    for method in ("get", "getlist", "__getitem__"):
        listening(method)
    return names


@pytest.fixture
def everybody(client, world, settings):
    """Somebody who holds every role in the province, and may ask as often as they like."""
    settings.RATE_LIMITS = {}
    here, _, values = world
    person = make_person("moi-vai-tro", Role.LEADER, next(iter(here.values())))
    for role in Role.values:
        for unit in here.values():
            Assignment.objects.get_or_create(
                user=person, unit=unit, role=role, valid_from=person.assignments.first().valid_from
            )
    client.force_login(person)
    client.raise_request_exception = False
    return client, values


def broken(client, address: str) -> bool:
    return client.get(address).status_code >= 500


def test_no_query_string_breaks_a_page(everybody, asked):
    client, values = everybody
    faults = []
    for place, view in enumerate(PAGES):
        asked.clear()
        address = address_of(view, values)
        client.get(address)
        names = sorted({*ALWAYS, *asked})
        for word in WORDS[place % 6 :: 6] if asked - {"day"} else DAYS[place % 2 :: 2]:
            query = urlencode(dict.fromkeys(names, word), errors="surrogatepass")
            if broken(client, f"{address}?{query}"):
                faults.append(f"{view}?{query[:80]}")
    assert not faults, "\n".join(faults)


def test_no_words_in_a_form_break_a_page(everybody, asked):
    client, values = everybody
    faults = []
    for view in sorted({*POSTS, *WRITES}):
        asked.clear()
        address = address_of(view, values)
        client.post(address, {"sealed": "x", "changes": "x"})
        for word in ("", "9" * 400, "9999-12-31", "a\0b", "<b>'%s{{7*7}}"):
            if client.post(address, dict.fromkeys(sorted(asked), word)).status_code >= 500:
                faults.append(f"{view}: {word[:40]!r} as {sorted(asked)}")
    assert not faults, "\n".join(faults)


def test_no_word_in_an_address_breaks_a_page(everybody):
    client, values = everybody
    faults = []
    for view in PAGES:
        parts = re.findall(r"<(?:str|slug):(\w+)>", ROUTES[view])
        for word in WORDS if parts else ():
            if not word or "/" in word:
                continue
            address = address_of(view, {**values, **dict.fromkeys(parts, "GIU-CHO")})
            if broken(client, address.replace("GIU-CHO", quote(word, errors="surrogatepass", safe=""))):
                faults.append(f"{view}: {word[:40]!r}")
    assert not faults, "\n".join(faults)


def test_no_number_in_an_address_breaks_a_page(everybody):
    client, values = everybody
    faults = []
    for view in sorted(RULES):
        parts = re.findall(r"<int:(\w+)>", ROUTES[view])
        for number in (2**63, 10**30) if parts else ():
            address = address_of(view, {**values, **dict.fromkeys(parts, number)})
            answer = client.post(address) if view in POSTS else client.get(address)
            if answer.status_code >= 500:
                faults.append(f"{view}: {number}")
    assert not faults, "\n".join(faults)


def test_a_word_of_the_query_never_comes_back_as_markup(everybody, asked):
    client, values = everybody
    hostile = "\"'><img src=x onerror=alert(1)>"
    for view in PAGES:
        asked.clear()
        address = address_of(view, values)
        client.get(address)
        answer = client.get(address, dict.fromkeys({*ALWAYS, *asked}, hostile))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            assert "<img src=x" not in answer.text, view


def test_every_page_of_this_test_exists():
    assert all(reverse(name) for name in OPEN)
