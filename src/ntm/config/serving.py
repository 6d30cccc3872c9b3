"""Serving one installation on this machine with granian."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import urlopen

from ntm.core.problems import Problem, Text

HOST = "127.0.0.1"
PATIENCE_SECONDS = 30


class ServerDidNotStart(Problem):
    """The web server ended, or said nothing for half a minute."""

    code = "config/server-did-not-start"

    def __init__(self, port: int) -> None:
        super().__init__(
            Text(f"Máy chủ web không khởi động được ở cổng {port}.", f"The web server did not start on port {port}."),
            Text(
                "Xem các dòng phía trên, hoặc chọn cổng khác: NTM_PORT=8123 python3 run.py",
                "Read the lines above, or choose another port: NTM_PORT=8123 python3 run.py",
            ),
        )


def free_port(wished: int) -> int:
    """Return the wished port when nobody listens there, otherwise one that the system gives."""
    for port in (wished, 0):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    raise ServerDidNotStart(wished)


def serve(port: int, *, ready: Callable[[str], None]) -> int:
    """Serve until interrupted, with a worker for long work beside; call ``ready`` once the site answers."""
    os.environ.setdefault("NTM_ADDRESS", f"http://{HOST}:{port}")  # papers and letters print where the site is reached
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"]
    server = subprocess.Popen([*command, "ntm.config.wsgi:application"], env=os.environ)  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    worker = None if os.environ.get("NTM_WORKER", "1") == "0" else WorkerBeside()
    try:
        wait_for(port, server)
        ready(f"http://{HOST}:{port}/")
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        if worker is not None:
            worker.end()
        server.wait()


class WorkerBeside:
    """The worker for long work as a child of ours: it ends with us, however we end, and one that dies is replaced."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._worker = self._started()
        threading.Thread(target=self._watch, daemon=True).start()

    def end(self) -> None:
        """Let it put its work back; one that does not end is killed, and its work is found again later."""
        self._ending.set()
        self._worker.terminate()
        try:
            self._worker.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._worker.kill()
            self._worker.wait()

    def _watch(self) -> None:
        while not self._ending.is_set():
            self._worker.wait()
            if not self._ending.wait(timeout=2):  # a moment, so that one that cannot start does not keep us busy
                self._worker = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "ntm.config.cli", "worker", "--child-of", str(os.getpid())]
        return subprocess.Popen(command, env=os.environ)  # noqa: S603


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return when the site answers; raise ServerDidNotStart when it never does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"http://{HOST}:{port}/health/", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.05)
    raise ServerDidNotStart(port)
