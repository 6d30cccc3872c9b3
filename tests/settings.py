"""The product's settings for the tests: a database of their own, and no built static files.

The translations are compiled here, before Django reads them, so that pages speak Vietnamese as they do for people.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

if "PYTEST_XDIST_WORKER" in os.environ:
    # Whoever started this worker has compiled them, and its home is not for sharing.
    os.environ["NTM_HOME"] = tempfile.mkdtemp(prefix="ntm-test-")
else:
    subprocess.run([sys.executable, Path(__file__).parents[1] / "tools" / "messages.py", "compile"], check=True)
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
    "papers": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
