"""Passwords, second step, passkeys, sessions, the province's own sign-in service, and the first administrator."""

import os
import re
import subprocess
import sys
import time
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings as installed
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client
from django.urls import include, path, reverse

from ntm.accounts.models import Role, User
from ntm.accounts.problems import UnknownRole
from ntm.accounts.services import forget_second_step
from ntm.audit.models import Entry
from ntm.config.urls import urlpatterns as usual
from tests.factories import NOON, make_person, make_province

pytestmark = pytest.mark.django_db
PASSWORD = "mot mat khau dai"  # noqa: S105
# As when NTM_OIDC_* is set.
urlpatterns = [*usual, path("accounts/", include("ntm.accounts.oidc_urls"))]
APP = {
    "provider_id": "oidc",
    "name": "Cổng đăng nhập tỉnh",
    "client_id": "ntm",
    "secret": "x",
    "settings": {"server_url": "https://id.example.vn"},
}
SERVICES = installed.SOCIALACCOUNT_PROVIDERS["openid_connect"]
INLINE = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|<[^>]*\s(?:on[a-z]+|style)\s*=")


@pytest.fixture(autouse=True)
def person():
    cache.clear()
    made = make_person("xuan", Role.LEADER, make_province())
    made.email = "xuan@tinh.vn"
    made.save()
    return made


def sign_in(client, password=PASSWORD):
    return client.post(reverse("accounts:sign_in"), {"username": "xuan", "password": password})


def confirm(client):
    """Prove once more who one is, as changes of the second step ask for."""
    return client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def code_of(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def acts():
    return list(Entry.objects.order_by("number").values_list("act", flat=True))


def test_nobody_makes_their_own_account(client):
    assert client.get("/accounts/signup/").status_code == 404
    assert "signup" not in client.get(reverse("accounts:sign_in")).text


def test_a_password_is_changed_with_the_old_one(client):
    sign_in(client)
    new = {"oldpassword": "sai", "password1": "bon tu viet lien", "password2": "bon tu viet lien"}
    assert "Hãy nhập mật khẩu hiện tại." in client.post(reverse("account_change_password"), new).text
    client.post(reverse("account_change_password"), {**new, "oldpassword": PASSWORD})
    assert User.objects.get().check_password("bon tu viet lien")
    assert acts() == ["accounts.password_changed"]


def test_a_forgotten_password_goes_to_the_e_mail_and_an_unknown_e_mail_is_answered_the_same(client):
    known = client.post(reverse("account_reset_password"), {"email": "xuan@tinh.vn"}, follow=True)
    unknown = client.post(reverse("account_reset_password"), {"email": "ai-do@tinh.vn"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    [letter] = mail.outbox
    assert letter.to == ["xuan@tinh.vn"]
    assert "Đặt mật khẩu mới" in letter.subject
    link = re.search(r"https?://\S+", letter.body)[0]
    assert link.startswith(installed.SITE_ADDRESS)
    assert "Ít nhất mười ký tự" in client.get(link.removeprefix(installed.SITE_ADDRESS), follow=True).text


def test_an_authenticator_app_is_set_up_and_asked_for(client, django_capture_on_commit_callbacks):
    sign_in(client)
    confirm(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "<img" in page.text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    done = client.get(reverse("mfa_view_recovery_codes"))
    assert len(done.context["unused_codes"]) == 10
    assert "accounts.second_step_added" in acts()

    client.post(reverse("accounts:sign_out"))
    assert sign_in(client).headers["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get("/accounts/me/").status_code == 302
    assert "Mã không đúng." in client.post(reverse("mfa_authenticate"), {"code": "000000"}).text
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret, 1)}).headers["Location"] == "/"
    assert client.get("/accounts/me/").status_code == 200


def test_the_secret_of_an_app_is_not_readable_in_the_database(person):
    secret = generate_totp_secret()
    kept = TOTP.activate(person, secret).instance
    assert secret not in str(Authenticator.objects.get(pk=kept.pk).data)
    assert TOTP(kept).validate_code(code_of(secret))


def test_codes_are_not_guessed_for_ever(client, person):
    TOTP.activate(person, generate_totp_secret())
    sign_in(client)
    said = [client.post(reverse("mfa_authenticate"), {"code": "000000"}).text for _ in range(6)]
    assert "Nhập sai quá nhiều lần" in said[-1]


def test_changing_the_second_step_asks_who_one_is(client, person):
    client.force_login(person)
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    wrong = client.post(reverse("account_reauthenticate"), {"password": "sai"})
    assert "Mật khẩu không đúng." in wrong.text
    next_page = {"password": PASSWORD, "next": reverse("mfa_activate_totp")}
    assert client.post(reverse("account_reauthenticate"), next_page).headers["Location"] == reverse("mfa_activate_totp")


def test_guessing_there_is_counted_as_everywhere(client, person):
    client.force_login(person)
    answers = [client.post(reverse("account_reauthenticate"), {"password": f"sai-{n}"}).status_code for n in range(5)]
    assert answers == [200, 200, 200, 200, 429]


def test_an_administrator_forgets_a_lost_second_step(client, person):
    TOTP.activate(person, generate_totp_secret())
    assert forget_second_step(person, by="admin", at=NOON) == 1
    assert sign_in(client).headers["Location"] == "/"
    assert acts() == ["accounts.second_step_forgotten"]


@pytest.mark.parametrize(
    "name",
    [
        *("account_login", "account_change_password", "account_reset_password", "account_reauthenticate", "mfa_index"),
        *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp", "usersessions_list", "accounts:me"),
        *("account_inactive", "account_reset_password_done", "account_reset_password_from_key_done"),
    ],
)
def test_no_page_of_an_account_needs_an_inline_script_or_speaks_english(client, name):
    if name not in {"account_login", "account_reset_password", "account_inactive"} and "done" not in name:
        sign_in(client)
        confirm(client)
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert not INLINE.search(answer.text)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    words = re.sub(r"<script.*?</script>|<[^>]+>", " ", answer.text, flags=re.DOTALL)
    assert not re.search(
        r"\b(password|sign|your|code|key|account|name)\b", words.replace("user name", ""), re.IGNORECASE
    )


def test_the_second_step_at_sign_in_offers_the_passkey_without_inline_script(client, person):
    TOTP.activate(person, generate_totp_secret())
    sign_in(client)
    page = client.get(reverse("mfa_authenticate")).text
    assert not INLINE.search(page)
    assert 'data-passkey="authenticate"' in page
    assert 'id="passkey-options" type="application/json"' in page


def test_confirming_with_an_app_or_a_passkey_works_without_inline_script(client, person):
    TOTP.activate(person, secret := generate_totp_secret())
    client.force_login(person)
    page = client.get(reverse("mfa_reauthenticate"))
    assert "Nhập mã mà ứng dụng xác thực" in page.text
    assert client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)}).status_code == 302
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200

    with_passkey = page.wsgi_request, {"form": page.context["form"], "js_data": {}}
    assert not INLINE.search(render_to_string("mfa/webauthn/reauthenticate.html", with_passkey[1], with_passkey[0]))


def test_a_passkey_is_listed_renamed_and_removed(client, person):
    kept = Authenticator.objects.create(user=person, type="webauthn", data={"name": "Máy ở xã", "credential": {}})
    client.force_login(person)
    confirm(client)
    assert "Máy ở xã" in client.get(reverse("mfa_list_webauthn")).text
    client.post(reverse("mfa_edit_webauthn", args=[kept.pk]), {"name": "Điện thoại"})
    assert "Điện thoại" in client.get(reverse("mfa_remove_webauthn", args=[kept.pk])).text
    client.post(reverse("mfa_remove_webauthn", args=[kept.pk]))
    assert not Authenticator.objects.exists()
    assert acts() == ["accounts.second_step_removed"]


def test_a_passkey_is_asked_for_before_anybody_signed_in(client):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"]["challenge"]


def test_a_session_elsewhere_is_seen_and_ended(client):
    elsewhere = Client(headers={"user-agent": "May khac"})
    sign_in(elsewhere)
    sign_in(client)
    assert "May khac" in client.get(reverse("usersessions_list")).text

    client.post(reverse("usersessions_list"))

    assert elsewhere.get("/accounts/me/").status_code == 302
    assert client.get("/accounts/me/").status_code == 200


def test_a_role_that_must_have_a_second_step_is_led_to_set_it_up(client, settings, person):
    settings.MFA_FOR = frozenset({"leader"})
    sign_in(client)
    assert client.get("/criteria/").headers["Location"] == reverse("mfa_index")
    confirm(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    TOTP.activate(person, generate_totp_secret())
    assert client.get("/criteria/").status_code == 200


def test_a_role_that_does_not_exist_is_no_reason_to_ask_nobody(client, settings):
    settings.MFA_FOR = frozenset({"administator"})
    with pytest.raises(UnknownRole, match="administator"):
        sign_in(client)


def test_whoever_removes_a_second_step_that_is_asked_for_is_led_back(client, settings, person):
    settings.MFA_FOR = frozenset({"leader"})
    TOTP.activate(person, generate_totp_secret())
    client.force_login(person)
    assert client.get("/criteria/").status_code == 200
    confirm(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert client.get("/criteria/").headers["Location"] == reverse("mfa_index")


def test_a_role_that_need_not_goes_on(client, settings):
    settings.MFA_FOR = frozenset({"administrator"})
    sign_in(client)
    assert client.get("/criteria/").status_code == 200


@pytest.fixture
def in_request(rf):
    """Run inside the middleware of the library, with its addresses."""

    def run(*emails, verified=True):
        request = rf.get("/")
        request.session, request.user, request.LANGUAGE_CODE = Client().session, AnonymousUser(), "vi"
        request._messages = FallbackStorage(request)
        addresses = [EmailAddress(email=email, verified=verified, primary=True) for email in emails]
        account = SocialAccount(provider="oidc", uid="u-1", extra_data={})
        login = SocialLogin(user=User(username="u-1"), account=account, email_addresses=addresses)
        login.state = {"process": "login"}
        with context.request_context(request):
            return request, complete_social_login(request, login)

    return run


@pytest.mark.urls(__name__)
def test_the_service_signs_in_the_person_whose_e_mail_an_administrator_wrote(settings, in_request, person):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP]}}
    request, answer = in_request("Xuan@tinh.vn")
    assert answer.status_code == 302
    assert request.session["_auth_user_id"] == str(person.pk)
    assert SocialAccount.objects.get().user == person
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    ("emails", "verified"),
    [(["ai-do@tinh.vn"], True), (["xuan@tinh.vn"], False), (["chung@tinh.vn"], True), ([], True)],
)
def test_the_service_makes_nobody(settings, in_request, emails, verified):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP]}}
    for name in ("a", "b"):
        User.objects.create_user(name, "chung@tinh.vn")
    request, answer = in_request(*emails, verified=verified)
    assert answer.status_code == 403
    assert "quản trị hệ thống của tỉnh" in answer.content.decode()
    assert "_auth_user_id" not in request.session
    assert User.objects.count() == 3
    assert not SocialAccount.objects.exists()


@pytest.mark.urls(__name__)
def test_a_closed_person_does_not_come_in_by_the_service(settings, in_request, person):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP]}}
    in_request("xuan@tinh.vn")
    User.objects.update(is_active=False)
    request, _ = in_request("xuan@tinh.vn")
    assert "_auth_user_id" not in request.session


@pytest.mark.urls(__name__)
def test_the_sign_in_page_offers_the_service_by_its_name(client, settings):
    settings.OIDC_APPS = [APP]
    assert "Đăng nhập bằng Cổng đăng nhập tỉnh" in client.get(reverse("accounts:sign_in")).text


@pytest.mark.urls(__name__)
def test_the_way_to_the_service_begins_with_a_post_and_carries_a_proof(client, settings, monkeypatch):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {**SERVICES, "APPS": [APP]}}
    known = {
        "authorization_endpoint": "https://id.example.vn/authorize",
        "token_endpoint": "https://id.example.vn/token",
    }
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", known)
    address = reverse("openid_connect_login", args=["oidc"])
    assert "Tiếp tục" in client.get(address).text
    location = client.post(address).headers["Location"]
    assert location.startswith("https://id.example.vn/authorize?")
    assert "code_challenge=" in location
    assert client.post(reverse("openid_connect_login", args=["another"])).status_code == 404


def said_by_settings(**more):
    script = "from django.conf import settings as s; "
    script += "print(s.OIDC_APPS, s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    script += "; import django; django.setup(); from ntm.config import urls; print(len(urls.urlpatterns), s.MFA_FOR)"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NTM_OIDC")}
    environment = {**kept, "DJANGO_SETTINGS_MODULE": "ntm.config.settings", **more}
    return subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout.splitlines()


def test_the_service_is_switched_on_by_settings_and_off_without_them():
    first, second = said_by_settings(NTM_MFA_FOR="administrator,leader")
    assert first == """[] ["'self'"]"""
    assert "'administrator'" in second
    named = {
        "NTM_OIDC_ISSUER": "https://id.example.vn/realms/tinh",
        "NTM_OIDC_CLIENT_ID": "ntm",
        "NTM_OIDC_SECRET": "x",
    }
    with_it, more = said_by_settings(**named)
    assert "'server_url': 'https://id.example.vn/realms/tinh'" in with_it
    assert with_it.endswith("""["'self'", 'https://id.example.vn']""")
    with pytest.raises(subprocess.CalledProcessError) as half:
        said_by_settings(NTM_OIDC_ISSUER="https://id.example.vn")
    assert "go together" in half.value.stderr
    assert int(more.split()[0]) == int(second.split()[0]) + 1


def test_the_command_makes_the_first_administrator_and_prints_a_link(client, settings):
    out = StringIO()
    call_command(
        "person", "add", "quan-tri", "--name", "Vũ Quản Trị", "--role", "administrator", "--unit", "19", stdout=out
    )
    made = User.objects.get(username="quan-tri")
    assert made.has_perm("accounts.administer")
    link = re.search(r"https?://\S+", out.getvalue())[0]
    assert client.get(link.removeprefix(settings.SITE_ADDRESS), follow=True).status_code == 200
    assert acts() == ["accounts.person_added", "accounts.assigned", "accounts.password_link_made"]
