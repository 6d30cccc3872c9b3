"""The real product in a subprocess, walked with a real Chromium; skipped loudly where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect, sync_playwright

from ntm.config.serving import free_port
from tests.browser.postgresql import fresh_database

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
AXE = HERE / "vendor" / "axe.min.js"
# The shell is the same engine without a window's furniture: a new visitor costs it a third.
CHROMIUM = os.environ.get("NTM_CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LIKE_THE_ROWS_ABOVE = "tbody tr:nth-child(n+13)"  # the rows of a table are made by one loop; twelve tell all
OFFICE = {"width": 1366, "height": 768}
PHONE = {"width": 360, "height": 740}
# With NTM_SLOW_LINE=1 every page arrives in pieces, as on a telephone: what reads too early then always fails.
SLOW_LINE = {"offline": False, "latency": 60, "downloadThroughput": 200_000, "uploadThroughput": 100_000}  # ms, bytes/s
# The first start loads the country's units and judges three quarters.
PATIENCE_SECONDS = 300
expect.set_options(timeout=30_000)  # as long as Playwright waits for anything else


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder; skip it where no browser is found, and looks on the second database."""
    missing = pytest.mark.skip(reason="no Chromium; set NTM_CHROMIUM to its path")
    seen = pytest.mark.skip(reason="looks are the same on every database; seen on SQLite")
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(missing)
            elif item.get_closest_marker("looks") and os.environ.get("NTM_TEST_DATABASE") == "postgresql":
                item.add_marker(seen)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "tests/browser/" in report.nodeid]
    if skipped and CHROMIUM is None:
        terminalreporter.write_line(
            f"BROWSER TESTS NOT RUN: {len(skipped)}. No Chromium was found; install one or set NTM_CHROMIUM.", red=True
        )


def assert_says(page: Any, words: str, where: str = "main") -> None:
    """Fail when a part of the page does not come to show these words.

    A page that is asked while it still arrives tells only its beginning: tests ask by what waits, this or ``expect``.
    """
    expect(page.locator(where)).to_contain_text(words, use_inner_text=True)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the demo as ``run.py`` does and give its address, such as ``http://127.0.0.1:40123``."""
    home = tmp_path_factory.mktemp("ntm-site")
    port = free_port(0)
    # The settings of the tests must not reach the product: it runs as people run it.
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NTM_", "DJANGO_"))}
    own = {"NTM_HOME": str(home), "NTM_DEMO": "1", "NTM_DAY": "2024-09-30", "NTM_PORT": str(port)}
    if os.environ.get("NTM_TEST_DATABASE") == "postgresql":
        own["NTM_DATABASE_URL"] = fresh_database("ntm_site")
    log = home / "start.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "ntm.config.cli", "start"],
            cwd=ROOT,
            env=kept | own | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/health/", server, log)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(address, timeout=2):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The product did not start:\n{log.read_text(encoding='utf-8')[-4000:]}", pytrace=False)


@pytest.fixture(scope="package")  # it keeps a loop running in this thread, in which others could not start one
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Any, site: str) -> Iterator[Callable[..., Any]]:
    """Give a function that opens an empty page of a new visitor; each is watched until the test ends.

    ``open_page(PHONE, scripts=False)``. The test fails when a page asked another host, logged an error in the
    console, or a script broke.
    """
    contexts, complaints = [], []

    def open_one(viewport: dict[str, int] = OFFICE, *, scripts: bool = True) -> Any:
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts, base_url=site, locale="vi-VN")
        contexts.append(context)
        page = context.new_page()
        if os.environ.get("NTM_SLOW_LINE"):
            context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW_LINE)
        page.on("request", lambda request: _keep_foreign(request.url, site, complaints))
        page.on("console", lambda line: complaints.append(f"console: {line.text}") if _is_fault(line) else None)
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


def _is_fault(line: Any) -> bool:
    """A form or file that is sent back to be mended answers 422, which the console calls an error as well."""
    return line.type == "error" and "status of 422" not in line.text


def _keep_foreign(url: str, site: str, complaints: list[str]) -> None:
    if not url.startswith((f"{site}/", "data:")):
        complaints.append(f"asked another host: {url}")


@pytest.fixture
def sign_in(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that opens the first page as one of the demo's people: ``sign_in("leader", PHONE)``."""

    def as_person(username: str = "leader", viewport: dict[str, int] = OFFICE, *, scripts: bool = True) -> Any:
        page = open_page(viewport, scripts=scripts)
        page.goto("/accounts/sign-in/")
        page.click(f'button[name="username"][value="{username}"]')
        page.wait_for_url(lambda url: "sign-in" not in url)
        return page

    return as_person


@pytest.fixture(scope="session")
def assert_accessible() -> Callable[[Any], None]:
    """Give a check that fails with every accessibility fault that axe finds on a page, WCAG 2.2 A and AA."""
    source = AXE.read_text(encoding="utf-8")

    def check(page: Any) -> None:
        page.wait_for_load_state()
        # Evaluated through the debugger, which the page's Content-Security-Policy does not bind.
        page.evaluate(source)
        found = page.evaluate(
            "([left, tags]) => axe.run({exclude: [left]}, {runOnly: tags, resultTypes: ['violations']})",
            [LIKE_THE_ROWS_ABOVE, RULES],
        )
        faults = [f"{one['id']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]]
        assert not faults, "\n".join(faults)

    return check
