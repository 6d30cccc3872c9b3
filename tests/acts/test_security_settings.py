"""An installation that would be unsafe does not start, and says what to do; one behind https binds its cookies."""

import json
import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from ntm.config.safety import hosts, proxies, refuse_debug_in_public, secret_key

STRONG = "k3y-" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2
ASK = """
import json
from ntm.config import settings as s
begins = ("PASSWORD_", "SECURE_", "SESSION_", "CSRF_", "LANGUAGE_COOKIE", "DEBUG")
names = [name for name in dir(s) if name.startswith(begins)]
told = {name: str(getattr(s, name)) for name in names}
import django; django.setup()
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
request, answer = HttpRequest(), HttpResponse()
request.session = {}
said = import_string(s.MESSAGE_STORAGE)(request)
said.add(20, "x")
said.update(answer)
[message] = answer.cookies.values()
print(json.dumps({**told, "MESSAGE": message.key, "MESSAGE_COOKIE": message.OutputString()}))
"""


def settings_with(home, **more) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NTM_")}
    own = {"DJANGO_SETTINGS_MODULE": "ntm.config.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    environment = {**kept, "NTM_HOME": str(home), **own, **more}
    asked = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, check=False)
    assert asked.returncode == 0, asked.stderr
    return json.loads(asked.stdout)


def test_the_first_start_makes_a_key_that_only_its_owner_reads_and_keeps_it(tmp_path):
    made = secret_key(tmp_path / "home", {})
    assert len(made) > 80
    assert stat.S_IMODE((tmp_path / "home" / "secret-key").stat().st_mode) == 0o600
    assert secret_key(tmp_path / "home", {}) == made
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret-key"]


def test_a_key_that_others_may_read_is_refused_with_the_way_to_mend_it(tmp_path):
    secret_key(tmp_path, {})
    (tmp_path / "secret-key").chmod(0o644)
    with pytest.raises(ImproperlyConfigured, match="chmod 600"):
        secret_key(tmp_path, {})


@pytest.mark.parametrize("weak", ["", "secret", "a" * 60, "abc" * 30])
def test_a_weak_key_is_refused(tmp_path, weak):
    with pytest.raises(ImproperlyConfigured, match="too weak"):
        secret_key(tmp_path, {"NTM_SECRET_KEY": weak})
    (tmp_path / "secret-key").touch(mode=0o600)
    (tmp_path / "secret-key").write_text(weak, encoding="ascii")
    with pytest.raises(ImproperlyConfigured, match="too weak"):
        secret_key(tmp_path, {})


def test_a_strong_key_of_the_environment_is_taken(tmp_path):
    assert secret_key(tmp_path, {"NTM_SECRET_KEY": STRONG}) == STRONG
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("https", "names"), [(True, ["localhost"]), (False, ["ntm.example.vn"]), (False, ["127.0.0.1", "10.0.0.5"])]
)
def test_debugging_is_refused_where_anybody_else_could_see_it(https, names):
    with pytest.raises(ImproperlyConfigured, match="this machine alone"):
        refuse_debug_in_public(debug=True, https=https, hosts=names)
    refuse_debug_in_public(debug=False, https=https, hosts=names)
    refuse_debug_in_public(debug=True, https=False, hosts=["localhost", "127.0.0.1"])


@pytest.mark.parametrize("written", ["*", "a.vn,*", "", " , "])
def test_a_site_that_answers_to_every_name_is_refused(written):
    with pytest.raises(ImproperlyConfigured, match="NTM_HOSTS"):
        hosts(written)


@pytest.mark.parametrize("written", ["*", "proxy.example.vn", "10.0.0.1/8", "10.0.0.300"])
def test_a_proxy_is_named_by_its_address(written):
    with pytest.raises(ImproperlyConfigured, match="NTM_PROXIES"):
        proxies(written)
    assert proxies(" 127.0.0.1, 10.0.0.0/24") == ["127.0.0.1", "10.0.0.0/24"]


def test_by_default_nothing_is_open_and_nothing_is_shown(tmp_path):
    told = settings_with(tmp_path)
    assert told["DEBUG"] == "False"
    assert "PASSWORD_HASHERS" not in told  # Django's own first choice, and its work factor
    assert told["SESSION_COOKIE_HTTPONLY"] == told["CSRF_COOKIE_HTTPONLY"] == "True"
    assert (tmp_path / "secret-key").exists()


def test_behind_https_cookies_travel_only_there_and_belong_to_this_host_alone(tmp_path):
    told = settings_with(tmp_path, NTM_HTTPS="1", NTM_ADDRESS="https://ntm.example.vn/")
    for cookie in ("SESSION", "CSRF", "LANGUAGE"):
        assert told[f"{cookie}_COOKIE_SECURE"] == "True"
        assert told[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert told[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    assert told["MESSAGE"].startswith("__Host-")
    assert {"Path=/", "Secure", "HttpOnly", "SameSite=Lax"} <= set(told["MESSAGE_COOKIE"].split("; "))
    assert "Domain" not in told["MESSAGE_COOKIE"]
    assert int(told["SECURE_HSTS_SECONDS"]) >= 365 * 86_400
    assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"] == "True"
    assert told["CSRF_TRUSTED_ORIGINS"] == "['https://ntm.example.vn']"
