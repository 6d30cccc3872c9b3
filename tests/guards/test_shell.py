"""Rules of every page: it asks for sign-in, it runs nothing inline, it asks no other host, it speaks Vietnamese."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import RoutePattern, URLResolver

from ntm.accounts.models import User

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "src" / "ntm").rglob("templates/**/*.html"))
# What the public may reach, and why.
OPEN_TO_ALL = {
    "accounts:sign_in": "the way in",
    "reports:verify": "whoever holds a paper may check it; tells only what the paper itself says",
    "reports:look_up": "as above; asks for the code",
    "accounts:sign_out": "signing out twice is no error",
    "accounts:demo_sign_in": "the demo's way in; elsewhere it answers 404",
    "account_login": "the way in, by the library's name",
    "account_logout": "signing out, by the library's name",
    "account_inactive": "tells somebody whose account is closed whom to ask",
    "account_reset_password": "whoever forgot the password cannot sign in",
    "account_reset_password_done": "says the same whether or not such an e-mail is known",
    "account_reset_password_from_key": "the link itself is the proof",
    "account_reset_password_from_key_done": "leads to the way in",
    "mfa_authenticate": "the second step of signing in; leads back without the first",
    "mfa_login_webauthn": "the way in with a passkey",
    "api:openapi-json": "describes the API and holds no data",
    "api:api-root": "answers 404; the library makes it",
    "ui:set_language": "the sign-in page has a language switch",
    "ui:health": "asked by the machine that watches the site",
    "ui:ready": "as above; tells only whether the database answers and is up to date",
}
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style block": re.compile(r"<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an address of another host": re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
_SAMPLES = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}


def views(resolver: URLResolver, spaces: tuple[str, ...] = (), before: str = "/") -> Iterator[tuple[str, str]]:
    """Give (name, an address made with sample values) of every view of the product."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            below = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from views(pattern, below, before + sample(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name or repr(pattern))), before + sample(pattern.pattern)


def sample(pattern: RoutePattern) -> str:
    """Fill a route with sample values: ``units/<int:pk>/`` becomes ``units/1/``."""
    return re.sub(r"<(?:(?P<kind>\w+):)?\w+>", lambda part: _SAMPLES.get(part["kind"] or "str", "1"), str(pattern))


VIEWS = dict(views(get_resolver()))


@pytest.mark.parametrize("name", sorted(VIEWS.keys() - OPEN_TO_ALL.keys()))
def test_every_page_asks_for_sign_in_first(client, db, name):
    answer = client.get(VIEWS[name])
    if name.startswith("api:"):  # programs get a code; 405 where the address takes only what is sent to it
        assert answer.status_code in {401, 405}
        return
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("accounts:sign_in"))


def test_the_list_of_open_pages_names_only_pages_that_exist():
    assert OPEN_TO_ALL.keys() <= VIEWS.keys()


@pytest.mark.parametrize("address", ["/accounts/sign-in/", "/health/", "/no-such-page/"])
def test_no_answer_allows_inline_styles_or_scripts(client, db, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_health_answers_without_sign_in_and_without_the_database(client):
    assert client.get(reverse("ui:health")).status_code == 200


@pytest.mark.parametrize("address", ["/no-such-page/", "/components/no-such-part/"])
def test_a_page_that_does_not_exist_says_so_in_words(client, db, address):
    client.force_login(User.objects.create_user("somebody"))
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<main" in answer.text


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "src" / "ntm")))
def test_templates_hold_nothing_inline_and_nothing_from_elsewhere(path):
    source = path.read_text(encoding="utf-8")
    found = {what: pattern.search(source)[0] for what, pattern in FORBIDDEN.items() if pattern.search(source)}
    assert not found


def test_every_sentence_has_a_vietnamese_translation():
    check = [sys.executable, ROOT / "tools" / "messages.py", "check"]
    answer = subprocess.run(check, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout
