"""Asking too often is answered with how long to wait, and with nothing else."""

import time

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ntm.accounts.models import Role
from ntm.config.settings import RATE_LIMITS
from tests.factories import make_person, make_province
from tests.guards.test_shell import VIEWS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings):
    cache.clear()
    settings.RATE_LIMITS = {
        name: (f"3/m/{rate.rpartition('/')[2]}", *rest) for name, (rate, *rest) in RATE_LIMITS.items()
    }
    settings.UPLOAD_RATE = "3/m/user"


@pytest.fixture
def leader(client):
    client.force_login(make_person("xuan", Role.AUDITOR, make_province()))
    return client


def test_the_rates_name_only_addresses_that_exist():
    assert {view for _, _, views in RATE_LIMITS.values() for view in views} <= VIEWS.keys()


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/reports/verify/KHONG-CO/"),
        ("post", "/reports/verify/KHONG-CO/"),
        ("post", "/accounts/sign-in/"),
        ("post", "/accounts/password/forgotten/"),
        ("get", "/accounts/password/link/1/abc-def/"),
        ("post", "/accounts/second-step/enter/"),
    ],
)
def test_what_could_be_guessed_is_counted_for_each_machine(client, method, address):
    ask = getattr(client, method)
    before = [ask(address, REMOTE_ADDR="10.0.0.7").status_code for _ in range(3)]
    assert 429 not in before
    answer = ask(address, REMOTE_ADDR="10.0.0.7")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "60"
    assert "Hãy đợi 60 giây" in answer.text
    assert ask(address, REMOTE_ADDR="10.0.0.8").status_code != 429


def test_a_client_does_not_escape_by_telling_another_address(client):
    address = "/reports/verify/KHONG-CO/"
    told = [client.get(address, headers={"x-forwarded-for": f"10.0.0.{n}"}).status_code for n in range(4)]
    assert told[-1] == 429


def test_what_was_counted_ahead_of_a_clock_that_went_back_keeps_nobody_waiting(client, monkeypatch):
    address, real = "/reports/verify/KHONG-CO/", time.time
    monkeypatch.setattr(time, "time", lambda: real() + 172_800)
    assert [client.get(address).status_code for _ in range(4)][-1] == 429
    monkeypatch.setattr(time, "time", real)

    assert client.get(address).status_code != 429


def test_files_out_are_counted_for_each_person(leader):
    said = [leader.get("/audit/export/").status_code for _ in range(4)]
    assert said == [200, 200, 200, 429]
    assert leader.get("/audit/").status_code == 200


def test_files_in_are_counted_for_each_person_wherever_they_go(leader):
    def send(address):
        return leader.post(address, {"file": SimpleUploadedFile("a.xlsx", b"x")}).status_code

    assert 429 not in [
        send(address) for address in ("/rounds/1/upload/", "/rounds/1/units/1/evidence/", "/inbox/read/")
    ]
    assert send("/rounds/1/upload/") == 429


def test_looking_at_pages_is_not_counted(leader):
    assert {leader.get("/criteria/").status_code for _ in range(10)} == {200}


def test_health_is_not_counted(client):
    assert {client.get(reverse("ui:ready")).status_code for _ in range(10)} == {200}


def test_too_many_tries_are_told_to_the_log(client, caplog):
    for _ in range(4):
        client.get("/reports/verify/KHONG-CO/", REMOTE_ADDR="10.0.0.7")
    assert "too often: verify by - from 10.0.0.7 at /reports/verify/KHONG-CO/" in caplog.text


def test_asking_for_what_is_not_ones_own_is_told_to_the_log(leader, caplog):
    caplog.set_level("INFO", "ntm.security")
    leader.get("/evidence/1/")
    assert "not there or not allowed: GET /evidence/1/ asked for by xuan from" in caplog.text
