"""A session begins anew with each proof of who one is, and ends by itself, on leaving, and with the account."""

import time
from datetime import datetime, timedelta

import pytest
from allauth.account import app_settings
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from ntm.accounts.models import Role, User
from ntm.accounts.password_links import PasswordLinks
from ntm.accounts.passwords import WORDS, NotAboutOneself, NotAWordOfTheProgramme
from ntm.accounts.services.passwords import set_password_link
from ntm.accounts.sessions import BEGAN, SEEN
from tests.factories import NOON, make_person, make_province

pytestmark = pytest.mark.django_db
PASSWORD = "mot mat khau dai"  # noqa: S105
ME = "/accounts/me/"


@pytest.fixture(autouse=True)
def person():
    return make_person("xuan", Role.ADMINISTRATOR, make_province())


def sign_in(client, password=PASSWORD, **more):
    return client.post(reverse("accounts:sign_in"), {"username": "xuan", "password": password, **more})


def test_signing_in_begins_under_a_key_that_nobody_knew(client):
    client.get(reverse("accounts:sign_in"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    assert client.session.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_a_key_that_the_site_never_gave_is_not_taken(client):
    client.cookies["sessionid"] = "abcdefghijklmnopqrstuvwxyz012345"
    sign_in(client)
    assert client.session.session_key != "abcdefghijklmnopqrstuvwxyz012345"


def test_proving_again_who_one_is_renews_the_key_and_keeps_the_session_in_the_list(client):
    sign_in(client)
    before = client.session.session_key
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    after = client.session.session_key
    assert after != before
    assert not Session.objects.filter(pk=before).exists()
    assert UserSession.objects.get().session_key == after
    assert client.get(ME).status_code == 200


def test_leaving_ends_the_session_at_the_server_and_clears_what_the_browser_kept(client):
    sign_in(client)
    stolen = Client()
    stolen.cookies["sessionid"] = client.session.session_key
    assert stolen.get(ME).status_code == 200
    answer = client.post(reverse("accounts:sign_out"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert stolen.get(ME).status_code == 302


def test_leaving_takes_a_post(client):
    sign_in(client)
    client.get(reverse("accounts:sign_out"))
    assert client.get(ME).status_code == 200


def shift(client, name: str, seconds: int) -> None:
    session = client.session
    session[name] = int(time.time()) - seconds
    session.save()


def test_after_two_hours_of_nothing_one_signs_in_again_and_comes_back_to_the_page(client, settings):
    sign_in(client)
    shift(client, SEEN, settings.SESSION_COOKIE_AGE - 60)
    assert client.get(ME).status_code == 200
    shift(client, SEEN, settings.SESSION_COOKIE_AGE + 60)
    answer = client.get("/areas/?day=2024-06-30")
    assert answer.status_code == 302
    assert "next=/areas/%3Fday%3D2024-06-30" in answer.headers["Location"]
    assert sign_in(client, next="/areas/?day=2024-06-30").headers["Location"] == "/areas/?day=2024-06-30"


def test_whoever_goes_on_working_is_not_signed_out_and_costs_no_writing_each_time(client):
    sign_in(client)
    begun = int(time.time())
    shift(client, SEEN, 1200)
    client.get(ME)
    seen = client.session[SEEN]
    assert seen >= begun
    client.get(ME)
    assert client.session[SEEN] == seen


def test_after_a_working_day_one_signs_in_again_however_busy(client, settings):
    sign_in(client)
    shift(client, BEGAN, int(settings.SESSION_LONGEST.total_seconds()) + 60)
    assert client.get(ME).status_code == 302
    assert not Session.objects.exists()


@pytest.mark.parametrize("moment", [BEGAN, SEEN])
def test_a_session_from_a_moment_to_come_is_over_and_says_so_calmly(client, moment):
    sign_in(client)
    shift(client, moment, -120)  # clocks of two servers may differ by so much
    assert client.get(ME).status_code == 200
    shift(client, moment, -600)
    answer = client.get(ME, follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("accounts:sign_in"))
    assert "Phiên làm việc đã kết thúc" in answer.text
    assert not Session.objects.filter(pk=client.cookies["sessionid"].value).exists()


def test_a_link_made_while_the_clock_was_ahead_sets_no_password(person, monkeypatch):
    links, now = PasswordLinks(), datetime(2026, 11, 26, 12)  # noqa: DTZ001
    for made, opens in ((now + timedelta(minutes=2), True), (now + timedelta(days=2), False)):
        monkeypatch.setattr(PasswordLinks, "_now", lambda _, made=made: made)
        key = links.make_token(person)
        monkeypatch.setattr(PasswordLinks, "_now", lambda _: now)
        assert links.check_token(person, key) is opens


def test_the_links_that_people_get_are_those(person):
    link = set_password_link(person, by="quan-tri", at=NOON)
    assert isinstance(app_settings.PASSWORD_RESET_TOKEN_GENERATOR(), PasswordLinks)
    assert PasswordLinks().check_token(person, link.rstrip("/").rpartition("/")[2])


def test_a_session_without_its_moments_begins_now(client):
    sign_in(client)
    session = client.session
    del session[BEGAN], session[SEEN]
    session.save()
    assert client.get(ME).status_code == 200
    assert client.session[BEGAN]


def test_a_closed_account_and_a_changed_password_end_every_other_session(client, person):
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    new = "bon tu viet lien"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get(ME).status_code == 200
    assert elsewhere.get(ME).status_code == 302
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get(ME).status_code == 302


def test_the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client):
    cookie = sign_in(client).cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) == 32  # letters and digits: 165 bits


@pytest.mark.parametrize("page", ["password-link", "forget-second-step"])
def test_making_a_way_into_an_account_asks_who_one_is(client, person, page):
    other = make_person("luong", Role.LEADER, person.assignments.get().unit)
    sign_in(client)
    answer = client.post(f"/accounts/people/{other.pk}/{page}/")
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))


def test_another_e_mail_is_written_only_after_proving_who_one_is(client, person):
    other = make_person("luong", Role.LEADER, person.assignments.get().unit)
    sign_in(client)
    said = {"full_name": "Lương", "email": "luong@tinh.vn"}
    answer = client.post(f"/accounts/people/{other.pk}/", said)
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not User.objects.get(pk=other.pk).email
    client.post(answer.headers["Location"], {"password": PASSWORD})
    assert User.objects.get(pk=other.pk).email == "luong@tinh.vn"


def test_a_code_of_the_app_opens_once(client, person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    for answer in (302, 200):
        one = Client()
        sign_in(one)
        assert one.post(reverse("mfa_authenticate"), {"code": code}).status_code == answer


def test_a_new_password_by_the_link_still_leaves_the_second_step(client, person):
    TOTP.activate(person, generate_totp_secret())
    link = set_password_link(person, by="quan-tri", at=NOON)
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": "bon tu viet lien", "password2": "bon tu viet lien"})
    assert client.get(ME).status_code == 302
    assert sign_in(client, "bon tu viet lien").headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(ME).status_code == 302


def problems_with(password: str, client) -> str:
    new = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    return client.post(reverse("account_change_password"), new).text


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngan-qua-1", ""),
        ("ngan-qua", "10 ký tự"),
        ("1234567890", "phổ biến"),
        ("nongthonmoi2024", "những từ của Chương trình"),
        ("UBND-Tỉnh-Thái-Nguyên", "những từ của Chương trình"),
        ("xuanxuan2024xuan", "tên của bạn"),
        ("chi co chu thuong", ""),
        ("ộ" * 4096, ""),
        ("ộ" * 4097, "tối đa 4.096 ký tự"),
        ("x" * 4 + "ộ" * 60, ""),
        ("🌾🌾🌾 lúa chín vàng 🌾🌾🌾", ""),
    ],
)
def test_a_password_is_long_and_not_what_anybody_would_try_and_may_hold_any_letters(client, password, why):
    sign_in(client)
    page = problems_with(password, client)
    assert why in page
    assert User.objects.get().check_password(password) is (why == "")


def test_the_words_of_the_programme_are_written_in_the_guide():
    from pathlib import Path

    guide = (Path(__file__).resolve().parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    assert all(word in guide for word in WORDS)
    assert NotAWordOfTheProgramme().get_help_text()
    assert NotAboutOneself().get_help_text()


def test_a_password_is_taken_to_the_letter(client, person):
    person.set_password("  Giữ Nguyên Từng Chữ  ")
    person.save()
    assert sign_in(client, "Giữ Nguyên Từng Chữ").status_code == 200
    assert sign_in(client, "  Giữ Nguyên Từng Chữ  ").status_code == 302


@pytest.mark.parametrize("name", ["accounts:sign_in", "account_change_password", "account_reauthenticate"])
def test_password_fields_hide_what_is_typed_and_let_a_password_manager_help(client, name):
    if name != "accounts:sign_in":
        sign_in(client)
    page = client.get(reverse(name)).text
    assert 'type="password"' in page
    assert 'autocomplete="off"' not in page
    assert "onpaste" not in page


@pytest.mark.parametrize(
    "elsewhere", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_to_another_site(client, elsewhere):
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"
    assert client.post(reverse("ui:set_language"), {"language": "en", "next": elsewhere}).headers["Location"] == "/"
    answer = client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": elsewhere})
    assert "evil.example" not in answer.headers.get("Location", "")
