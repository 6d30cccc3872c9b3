"""What answers tell and ask of browsers; whom the site believes; what its log says."""

import io
import logging
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client, override_settings
from django.urls import path, reverse

from ntm.accounts.models import Role, User
from ntm.config.urls import urlpatterns as usual
from ntm.config.wsgi import application_behind
from ntm.ui.logs import OneLine
from tests.factories import make_person, make_province

pytestmark = pytest.mark.django_db
SECRET = "khong-ai-duoc-thay"  # noqa: S105


def breaks(request):
    raise RuntimeError(SECRET)


urlpatterns = [*usual, path("vo/", breaks)]


@pytest.fixture
def leader(client):
    client.force_login(make_person("xuan", Role.LEADER, make_province()))
    return client


@pytest.mark.parametrize("address", ["/accounts/sign-in/", "/", "/criteria/", "/no-such-page/", "/health/ready/"])
def test_every_answer_refuses_to_be_framed_sniffed_kept_or_embedded(leader, address):
    headers = leader.get(address).headers
    policy = headers["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action"):
        assert part in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"camera=()", "geolocation=(self)"} <= set(headers["Permissions-Policy"].split(", "))
    assert "no-store" in headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in headers
    assert "Server" not in headers


@override_settings(SECURE_HSTS_SECONDS=365 * 86_400)
def test_over_https_browsers_are_told_to_stay_there(client):
    told = client.get("/accounts/sign-in/", secure=True).headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "testserver@evil.example", "a b"])
def test_a_host_that_is_not_ours_is_not_answered(client, host):
    assert client.get("/accounts/sign-in/", headers={"host": host}).status_code == 400


@pytest.mark.urls(__name__)
def test_an_error_tells_nothing_of_the_inside(leader, caplog):
    leader.raise_request_exception = False
    answer = leader.get("/vo/")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert SECRET in caplog.text


def test_a_request_without_the_forms_key_changes_nothing(leader):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = leader.cookies
    answer = strict.post(reverse("notices:read_all"))
    assert answer.status_code == 403
    assert "<main" in answer.text


def test_too_large_a_request_is_refused_before_it_is_read(leader, settings):
    class Unread(io.BytesIO):
        def read(self, *_):
            raise AssertionError("it was read")

    answer = leader.generic(
        "POST",
        "/accounts/me/",
        b"",
        CONTENT_LENGTH=str(settings.REQUEST_MAX_MB * 1024**2 + 1),
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert f"{settings.REQUEST_MAX_MB} MB" in answer.text


def test_too_many_fields_or_files_are_refused(leader, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_NUMBER_FILES = 20, 3
    assert leader.post("/inbox/read/", {f"f{number}": "x" for number in range(30)}).status_code == 400
    files = {f"f{number}": io.BytesIO(b"x") for number in range(5)}
    assert leader.post("/inbox/read/", files).status_code == 400


def test_a_new_installation_has_no_account_that_anybody_knows():
    assert not User.objects.exists()


# Whom the site believes


def asked(proxies, **environ):
    """Ask the health page through the WSGI door; return what the site believed of the client."""
    seen = {}

    def site(scope, _):
        seen.update(address=scope["REMOTE_ADDR"], scheme=scope["wsgi.url_scheme"])
        return []

    import ntm.config.wsgi as door

    before, door.get_wsgi_application = door.get_wsgi_application, lambda: site
    try:
        scope = {"REMOTE_ADDR": "127.0.0.1", **environ}
        setup_testing_defaults(scope)
        application_behind(proxies)(scope, None)
    finally:
        door.get_wsgi_application = before
    return seen["address"], seen["scheme"]


def test_a_client_cannot_choose_its_own_address():
    forged = {"HTTP_X_FORWARDED_FOR": "1.2.3.4", "HTTP_X_FORWARDED_PROTO": "https"}
    assert asked([], **forged) == ("127.0.0.1", "http")
    assert asked(["10.0.0.1"], **forged) == ("127.0.0.1", "http")
    # The proxy wrote the last address; what stands before it came from outside.
    behind = {**forged, "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.9"}
    assert asked(["127.0.0.1"], **behind) == ("203.0.113.9", "https")
    assert asked(["127.0.0.0/8"], **behind) == ("203.0.113.9", "https")


# The log


def line_of(message, *words):
    record = logging.LogRecord("ntm.security", logging.WARNING, "x", 1, message, words, None)
    return OneLine().format(record)


def test_what_people_type_cannot_make_a_line_of_its_own():
    line = line_of("wrong password: %s", "x\n2024-01-01 INFO ntm.security signed in: admin\r\u2028\x1b[31m")
    assert len(line.splitlines()) == 1
    assert "\\n2024" in line
    assert "\x1b" not in line


def test_each_line_has_a_moment_with_its_zone_and_says_who_and_from_where(client, caplog):
    make_person("xuan", Role.LEADER, make_province())
    caplog.set_level(logging.INFO, "ntm.security")
    client.post(reverse("accounts:sign_in"), {"username": "xuan", "password": "sai"}, REMOTE_ADDR="10.0.0.7")
    client.post(
        reverse("accounts:sign_in"), {"username": "xuan", "password": "mot mat khau dai"}, REMOTE_ADDR="10.0.0.7"
    )
    client.post(reverse("accounts:sign_out"))
    said = [record.getMessage() for record in caplog.records if record.name == "ntm.security"]
    assert "wrong password: xuan from 10.0.0.7" in said
    assert "signed in: xuan from 10.0.0.7" in said
    assert any(one.startswith("signed out: xuan") for one in said)
    assert "mot mat khau dai" not in caplog.text
    assert "+" in line_of("x")[:32] or "Z" in line_of("x")[:32]


def test_health_tells_only_whether_people_can_work(client, monkeypatch):
    from django.db import DatabaseError, connection

    assert client.get("/health/ready/").content == b"ok"

    def gone(*_, **__):
        raise DatabaseError("mat khau cua may chu la 123")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.content) == (503, b"not ready")


def test_health_says_when_migrations_wait(client, monkeypatch):
    from ntm.ui import views

    views._require_migrated.cache_clear()
    monkeypatch.setattr(views.MigrationExecutor, "migration_plan", lambda *_: ["one"])
    assert client.get("/health/ready/").status_code == 503
    monkeypatch.undo()
    assert client.get("/health/ready/").status_code == 200
