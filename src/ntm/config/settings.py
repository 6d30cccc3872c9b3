"""Settings of one installation, read from the environment; every name begins with ``NTM_``."""

from __future__ import annotations

import os
import secrets
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlparse

from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("NTM_HOME", ROOT / ".ntm"))
LAW_FOLDER = Path(os.environ.get("NTM_LAW", ROOT / "law"))
REFERENCE_FOLDER = ROOT / "reference"

# The demo opens on the last day of the third quarter's meetings: the plan's 126 communes still
# stand, and three of the four quarters are in.
DEMO = os.environ.get("NTM_DEMO", "") == "1"
DEFAULT_DAY = date.fromisoformat(os.environ["NTM_DAY"]) if "NTM_DAY" in os.environ else None
HOME_PROVINCE = os.environ.get("NTM_PROVINCE", "19")


def _secret_key() -> str:
    """Return the key kept in the installation's home; make one the first time."""
    if "NTM_SECRET_KEY" in os.environ:
        return os.environ["NTM_SECRET_KEY"]
    kept = HOME / "secret-key"
    if not kept.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return kept.read_text(encoding="ascii")


def _database() -> dict[str, object]:
    """SQLite in the home folder, or the PostgreSQL named by ``NTM_DATABASE_URL``."""
    address = os.environ.get("NTM_DATABASE_URL", "")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "ntm.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
            },
        }
    parts = urlparse(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        # A server on this machine is often reached by its socket: postgresql://user@/name?host=/folder.
        "HOST": parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0],
        "PORT": parts.port or "",
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }


SECRET_KEY = _secret_key()
DEBUG = os.environ.get("NTM_DEBUG", "") == "1"
ALLOWED_HOSTS = os.environ.get("NTM_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ntm.ui",
    "ntm.audit",
    "ntm.areas",
    "ntm.accounts",
    "ntm.evidence",
    "ntm.notices",
    "ntm.criteria",
    "ntm.assessments",
    "ntm.finance",
    "ntm.recognition",
    "ntm.plans",
    "ntm.dashboards",
    "ntm.reports",
    "ntm.config",
    # After our own apps, so that our pages come before theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ntm.ui.middleware.VietnameseFirst",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ntm.ui.middleware.TheDay",
    "ntm.ui.middleware.ProblemsAsPages",
    "allauth.account.middleware.AccountMiddleware",
    "ntm.accounts.middleware.SecondStepForRoles",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "ntm.config.urls"
WSGI_APPLICATION = "ntm.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ntm.ui.context.shell",
            ],
            "builtins": ["ntm.ui.templatetags.ntm"],
        },
    },
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "ntm.accounts.backends.RightsBackend",
]
# Five wrong passwords for one name from one machine close that way in for a quarter of an hour; a colleague at
# another machine, and another name at this one, go on.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "ntm.accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Signing in: a name and a password, for some a second step; nobody makes their own account. Wrong passwords are
# counted above, so the limits here are for codes, and wide where a whole office stands behind one address.
ACCOUNT_ADAPTER = "ntm.accounts.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator writes the e-mail, if there is one
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "60/m/ip,5/300s/key", "reset_password": "60/m/ip,5/m/key"}
MFA_ADAPTER = "ntm.accounts.adapters.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # many communes have no e-mail
MFA_TOTP_ISSUER = "Nông thôn mới"
MFA_TOTP_TOLERANCE = 1  # thirty seconds to either side, for phones whose clock is not exact
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost, to try it
# The roles that must have a second step, by their codes: NTM_MFA_FOR=administrator,leader
MFA_FOR = frozenset(filter(None, os.environ.get("NTM_MFA_FOR", "").split(",")))


def _oidc_apps() -> list[dict[str, object]]:
    """The province's own sign-in service (OpenID Connect), when ``NTM_OIDC_*`` name it."""
    issuer, client, secret = (os.environ.get(f"NTM_OIDC_{name}", "") for name in ("ISSUER", "CLIENT_ID", "SECRET"))
    if not (issuer or client or secret):
        return []
    if not (issuer and client and secret):
        raise ImproperlyConfigured("NTM_OIDC_ISSUER, NTM_OIDC_CLIENT_ID and NTM_OIDC_SECRET go together.")
    name = os.environ.get("NTM_OIDC_NAME", urlparse(issuer).hostname)
    found = {"provider_id": "oidc", "name": name, "client_id": client, "secret": secret}
    return [{**found, "settings": {"server_url": issuer}}]


def _origin(address: str) -> str:
    return f"{urlparse(address).scheme}://{urlparse(address).netloc}"


OIDC_APPS = _oidc_apps()
SOCIALACCOUNT_ADAPTER = "ntm.accounts.adapters.OtherService"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": OIDC_APPS, "OAUTH_PKCE_ENABLED": True}}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# The office's certificate (.p12) with which issued PDFs are signed; the demo has a test certificate of its own.
SIGNING_KEY = os.environ.get("NTM_SIGNING_KEY", "")
SIGNING_PASSWORD = os.environ.get("NTM_SIGNING_PASSWORD", "")

# Long work (the planner, the papers of a report) waits in the database for `ntm worker`; there is no broker.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where `ntm judge` computes when it is not told: polars (in its own process), sail://host:port or spark://host:port.
JUDGE_ENGINE = os.environ.get("NTM_JUDGE_ENGINE", "polars")

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"


def _folder(name: str) -> dict[str, object]:
    """A folder of the installation's home, readable by the server alone and served by no address."""
    options = {"location": HOME / name, "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700}
    return {"BACKEND": "ntm.evidence.storage.WholeFiles", "OPTIONS": options}


def _evidence_storage() -> dict[str, object]:
    """A folder, or an S3 bucket (needs the extra ``s3``)."""
    if os.environ.get("NTM_EVIDENCE_STORAGE") != "s3":
        return _folder("evidence")
    names = ("bucket_name", "endpoint_url", "access_key", "secret_key", "region_name")
    given = {name: os.environ[f"NTM_S3_{name.upper()}"] for name in names if f"NTM_S3_{name.upper()}" in os.environ}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**given, "default_acl": None}}


EVIDENCE_MAX_MB = int(os.environ.get("NTM_EVIDENCE_MAX_MB", "20"))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a sheet of 132 measures, each with several fields
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "evidence": _evidence_storage(),
    "papers": _folder("papers"),  # signed papers: few and small, kept beside the database
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Government networks are closed: nothing is asked of another host, and no script runs inline.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        # Signing in elsewhere begins with a form that leads there.
        "form-action": [SELF, *([_origin(os.environ["NTM_OIDC_ISSUER"])] if OIDC_APPS else [])],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("NTM_HTTPS", "") == "1"
X_FRAME_OPTIONS = "DENY"

# What goes wrong is told on the terminal, or to the service manager that keeps it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"terminal": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "WARNING"},
        "ntm": {"handlers": ["terminal"]},
        # It tells at length that it does not know a certificate, which it was not asked.
        "pyhanko": {"level": "CRITICAL"},
    },
}

# Letters go to a folder until a mail server is named: nothing is lost meanwhile.
SITE_ADDRESS = os.environ.get("NTM_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("NTM_MAIL_FROM", "ntm@localhost")
EMAIL_HOST = os.environ.get("NTM_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("NTM_MAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("NTM_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("NTM_MAIL_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("NTM_MAIL_TLS", "") == "1" and EMAIL_PORT == 465  # encrypted from the first word
EMAIL_USE_TLS = os.environ.get("NTM_MAIL_TLS", "") == "1" and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 20  # seconds, so that a server that does not answer holds nobody up
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "outbox"
# Days left at which work is recalled by e-mail; below zero it is overdue.
REMIND_AT = frozenset(map(int, os.environ.get("NTM_REMIND_AT", "3,1,0,-1,-3,-7").split(",")))
