"""What protects the API beside the rights of its person: its tokens, its rate, its answers, what the log is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from ntm.accounts.models import Role, User
from ntm.api.models import Token
from ntm.api.services import make_token
from ntm.api.site import PER_MINUTE, site
from tests.factories import NOON, make_person
from tests.small_province import small_province

pytestmark = pytest.mark.django_db
LAST = NOON.date() + timedelta(days=30)


@pytest.fixture
def here():
    return small_province()


@pytest.fixture
def key(here):
    leader = make_person("leader", Role.LEADER, here.province)
    return make_token(leader, "X", may_write=False, expires_on=LAST, by="leader", at=NOON)[1]


def asked(client, key, address="/api/v1/me", **more):
    return client.get(address, headers={"Authorization": f"Bearer {key}"}, **more)


def test_a_key_has_256_random_bits_and_is_read_from_its_header_alone(client, key):
    assert len(key) >= len("ntm_") + 43  # 32 bytes in base 64
    assert asked(client, key).status_code == 200
    for place in (f"?token={key}", f"?key={key}", f"?access_token={key}"):
        assert client.get(f"/api/v1/me{place}").status_code == 401
    client.cookies["token"] = key
    assert client.get("/api/v1/me").status_code == 401


def test_a_token_is_made_only_after_proving_who_one_is_and_what_was_typed_is_kept(client, here):
    person = make_person("leader", Role.LEADER, here.province)
    client.force_login(person)
    asks = client.post("/api/tokens/", {"name": "Bảng tính", "expires_on": LAST.isoformat()})

    assert asks.status_code == 302
    assert not Token.objects.exists()
    client.post(asks.headers["Location"], {"password": "mot mat khau dai"})
    assert Token.objects.get().name == "Bảng tính"


def test_every_answer_is_json_with_its_charset_and_kept_nowhere(client, key):
    for answer in (asked(client, key), asked(client, key, "/api/v1/units/0"), client.get("/api/v1/units")):
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(
    ("address", "more", "status", "code"),
    [
        ("/api/v1/law/sets?tier=%00", {}, 400, "ui/unwritable-mark"),
        ("/api/v1/units/%00", {}, 400, "ui/unwritable-mark"),
        ("/api/v1/me", {"CONTENT_LENGTH": str(10**12)}, 413, "ui/request-too-large"),
    ],
)
def test_what_is_refused_before_it_is_read_is_refused_in_the_shape_of_the_description(
    client, key, address, more, status, code
):
    answer = asked(client, key, address, **more)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert set(answer.json()["do"]) == {"vi", "en"}
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_a_program_that_asks_without_end_is_told_to_wait(client, key, monkeypatch):
    cache.clear()
    assert PER_MINUTE == "600/m"
    for throttle in site.throttle:
        monkeypatch.setattr(throttle, "num_requests", 3)
    said = [asked(client, key) for _ in range(4)]

    assert [answer.status_code for answer in said] == [200, 200, 200, 429]
    assert said[-1].json()["code"] == "api/too-many-requests"


def test_two_people_of_one_name_are_counted_apart(client, here, key, monkeypatch):
    cache.clear()
    other = make_person("leader-2", Role.LEADER, here.province)
    User.objects.update(full_name="Nguyễn Văn Hùng")
    _, second = make_token(other, "Y", may_write=False, expires_on=LAST, by="leader-2", at=NOON)
    for throttle in site.throttle:
        monkeypatch.setattr(throttle, "num_requests", 1)

    assert [asked(client, one).status_code for one in (key, key, second)] == [200, 429, 200]


def test_a_key_that_opens_nothing_is_told_to_the_log_and_not_as_a_whole(client, caplog):
    wrong = "ntm_" + "Z" * 40 + "abc"
    assert asked(client, wrong, REMOTE_ADDR="10.0.0.7").status_code == 401

    assert "API token refused: …Zabc from 10.0.0.7" in caplog.text
    assert wrong not in caplog.text


def test_a_program_that_asks_for_what_is_not_for_it_is_told_to_the_log(client, here, caplog):
    caplog.set_level("INFO", "ntm.security")
    person = make_person("vo-nhai", Role.DISTRICT_OFFICER, here.vo_nhai)
    _, key = make_token(person, "X", may_write=False, expires_on=LAST, by="vo-nhai", at=NOON)
    assert asked(client, key, f"/api/v1/units/{here.rich.pk}").status_code == 404

    assert f"GET /api/v1/units/{here.rich.pk} asked for by vo-nhai" in caplog.text


def test_an_error_tells_a_program_nothing_of_the_inside(client, key, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("ntm.api.access.today", fail)
    answer = asked(client, key)

    assert answer.status_code == 500
    assert "boom" not in answer.text
    assert "Traceback" not in answer.text


def fail(*_, **__):
    raise RuntimeError("boom")
