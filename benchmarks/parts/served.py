"""The product's own server for a benchmark, and people who are signed in already."""

from __future__ import annotations

import os
import subprocess
import sys

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from ntm.accounts.models import User
from ntm.config.serving import HOST, free_port, wait_for

BACKEND = "django.contrib.auth.backends.ModelBackend"


class server:  # noqa: N801  (reads as a word: with server() as port)
    """The product's server in processes of its own: one as the demo has, or two as ``deploy/ntm.service``."""

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers

    def __enter__(self) -> int:
        port = free_port(0)
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
        command += ["--workers", str(self.workers), "--blocking-threads", "4", "--no-ws", "--log-level", "error"]
        self.process = subprocess.Popen([*command, "ntm.config.wsgi:application"], env=os.environ)
        wait_for(port, self.process)
        return port

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


def session_of(user: User) -> str:
    """Sign a person in and return the key of the session."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)
