"""Settings of one installation, read from the environment; every name begins with ``NTM_``."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlparse

from csp.constants import NONCE, SELF
from django.core.exceptions import ImproperlyConfigured

from ntm.config.databases import database_at
from ntm.config.safety import hosts, proxies, refuse_debug_in_public, secret_key

ROOT = Path(__file__).resolve().parents[3]
HOME = Path(os.environ.get("NTM_HOME", ROOT / ".ntm"))
LAW_FOLDER = Path(os.environ.get("NTM_LAW", ROOT / "law"))
REFERENCE_FOLDER = ROOT / "reference"

# The demo opens on the last day of the third quarter's meetings: the plan's 126 communes still
# stand, and three of the four quarters are in.
DEMO = os.environ.get("NTM_DEMO", "") == "1"
DEFAULT_DAY = date.fromisoformat(os.environ["NTM_DAY"]) if "NTM_DAY" in os.environ else None
HOME_PROVINCE = os.environ.get("NTM_PROVINCE", "19")


SECRET_KEY = secret_key(HOME, os.environ)
DEBUG = os.environ.get("NTM_DEBUG", "") == "1"
HTTPS = os.environ.get("NTM_HTTPS", "") == "1"  # people reach this site by https
ALLOWED_HOSTS = hosts(os.environ.get("NTM_HOSTS", "127.0.0.1,localhost,[::1]"))
# The reverse proxies that tell the client's address and that it came by https (``wsgi.py``); nobody else is believed.
PROXIES = proxies(os.environ.get("NTM_PROXIES", ""))
refuse_debug_in_public(debug=DEBUG, https=HTTPS, hosts=ALLOWED_HOSTS)

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
    "ntm.api",
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
    "ntm.ui.headers.SafeHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ntm.ui.middleware.VietnameseFirst",
    "ntm.ui.middleware.WholeRequest",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ntm.accounts.sessions.SessionLimits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ntm.ui.middleware.TheDay",
    "ntm.ui.middleware.ProblemsAsPages",
    "ntm.accounts.limits.RateLimits",
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

# SQLite in the home folder, or the PostgreSQL named by ``NTM_DATABASE_URL``.
DATABASES = {"default": database_at(os.environ.get("NTM_DATABASE_URL", ""), HOME)}
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
AXES_HANDLER = "ntm.accounts.lockout.WrongPasswords"
AXES_LOCKOUT_CALLABLE = "ntm.accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Signing in: a name and a password, for some a second step; nobody makes their own account. Wrong passwords are
# counted above, so the limits here are for codes, and wide where a whole office stands behind one address.
ACCOUNT_ADAPTER = "ntm.accounts.adapters.Accounts"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "ntm.accounts.password_links.PasswordLinks"  # noqa: S105
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator writes the e-mail, if there is one
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": "60/m/ip,5/300s/key",
    "reset_password": "60/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
}
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
    {"NAME": "ntm.accounts.passwords.NotEndless"},
    {"NAME": "ntm.accounts.passwords.NotAboutOneself"},
    {"NAME": "ntm.accounts.passwords.NotAWordOfTheProgramme"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# The office's certificate (.p12) with which issued PDFs are signed; the demo has a test certificate of its own.
SIGNING_KEY = os.environ.get("NTM_SIGNING_KEY", "")
SIGNING_PASSWORD = os.environ.get("NTM_SIGNING_PASSWORD", "")

# How often somebody may ask for what costs much or could be guessed: the rate, the methods, the names of the views.
# ``ip`` is one machine, behind which a whole office may stand; ``user`` is one person. Uploads are known by their form.
RATE_LIMITS = {
    "sign-in": ("120/m/ip", {"POST"}, {"accounts:sign_in", "account_login", "mfa_authenticate", "mfa_login_webauthn"}),
    "way-back": ("30/m/ip", {"GET", "POST"}, {"account_reset_password", "account_reset_password_from_key"}),
    "verify": ("60/m/ip", {"GET", "POST"}, {"reports:verify"}),
    "export": (
        "60/m/user",
        {"GET"},
        {
            *("assessments:export_csv", "assessments:export_excel", "assessments:export_json", "audit:export"),
            *("finance:export", "reports:download", "reports:signed", "evidence:download"),
            *("finance:export_accounts", "finance:export_disbursement", "finance:export_journal", "finance:template"),
            *("finance:arrears_export", "finance:works_export", "finance:works_template", "finance:work_file"),
            *("plans:document_file", "plans:scenario_excel", "dashboards:export_matrix"),
            "mfa_download_recovery_codes",
        },
    ),
}
UPLOAD_RATE = "120/m/user"
# Counted in the database, so that every process of the server knows; the table is made by a migration of accounts.
CACHES = {
    "default": {
        "BACKEND": "ntm.accounts.counts.Counts",
        "LOCATION": "ntm_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# Long work (the planner) waits in the database for `ntm worker`; there is no broker. The worker looks every so many
# seconds: a look only reads, so that it never stands in the way of somebody who saves, not even on SQLite.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
WORKER_SECONDS = float(os.environ.get("NTM_WORKER_SECONDS", "1"))

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
REQUEST_MAX_MB = 5 * EVIDENCE_MAX_MB  # one request with all its files, told before any of it is read
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a sheet of 132 measures, each with several fields
DATA_UPLOAD_MAX_NUMBER_FILES = 200  # the workbooks of a whole province
FILE_UPLOAD_PERMISSIONS = 0o600
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
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 365 * 86_400 if HTTPS else 0  # said in answers that went by https, see NTM_PROXIES
SECURE_HSTS_INCLUDE_SUBDOMAINS = True

# No script needs a cookie. Under https their names bind them to this one host: no other may set or read them.
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
MESSAGE_STORAGE = "ntm.ui.flashes.Flashes"  # its cookie is named, and travels, as the others
# Whoever does nothing for so long, or signed in so long ago, signs in again.
SESSION_COOKIE_AGE = 60 * int(os.environ.get("NTM_SESSION_IDLE_MINUTES", "120"))
SESSION_LONGEST = timedelta(hours=int(os.environ.get("NTM_SESSION_HOURS", "12")))

# What goes wrong is told on the terminal, or to the service manager that keeps it: one line each, with moment and zone.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "ntm.ui.logs.OneLine"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["terminal"], "level": "WARNING"},
        "axes": {"handlers": ["terminal"], "level": "WARNING"},
        "ntm": {"handlers": ["terminal"]},
        # Who came in, who did not, what was refused: docs/security.md lists the events.
        "ntm.security": {"level": "INFO"},
        # It tells at length that it does not know a certificate, which it was not asked.
        "pyhanko": {"level": "CRITICAL"},
    },
}

# Letters go to a folder until a mail server is named: nothing is lost meanwhile.
SITE_ADDRESS = os.environ.get("NTM_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [_origin(SITE_ADDRESS)] if HTTPS else []  # also where the proxy does not say that it spoke https
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
