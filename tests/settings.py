"""The product's settings for the tests: a database of their own, and no built static files."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("NTM_HOME", tempfile.mkdtemp(prefix="ntm-test-"))
os.environ["NTM_DAY"] = "2024-09-30"
if os.environ.get("NTM_TEST_DATABASE") == "postgresql":
    from tests.postgresql import started

    os.environ["NTM_DATABASE_URL"] = started(Path(os.environ["NTM_HOME"]))

from ntm.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "evidence": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
