"""What the source may not hold: a secret, a way to run what somebody typed, a package without a name and a sum."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src" / "ntm").rglob("*.py"))
TEMPLATES = sorted((ROOT / "src" / "ntm").rglob("templates/**/*"))
SCRIPTS = [path for path in (ROOT / "src" / "ntm").rglob("static/**/*.js") if "vendor" not in path.parts]
# What runs words, opens objects out of bytes, reaches another host, or writes markup and SQL past the safe way.
DANGEROUS = {
    *(
        "eval",
        "exec",
        "compile",
        "__import__",
        "os.system",
        "os.popen",
        "os.execv",
        "os.execvp",
        "os.execve",
        "os.spawnv",
        "os.posix_spawn",
        "pty",
        "runpy",
        "pickle",
        "marshal",
        "shelve",
        "yaml.load",
    ),
    *(
        "yaml.unsafe_load",
        "subprocess",
        "requests",
        "httpx",
        "urllib.request",
        "ftplib",
        "telnetlib",
        "http.client",
        "urllib3",
        "aiohttp",
        "socket",
        "smtplib",
        "tempfile.mktemp",
    ),
    *("mark_safe", "RawSQL", "executescript", "Template", "xml.etree", "xml.sax"),
    *("xml.dom", "lxml", "random", "hashlib.md5", "hashlib.sha1", "ssl._create_unverified_context"),
}
# Where one of them stands, and why it harms nobody.
ALLOWED = {
    ("dashboards/templatetags/matrix.py", "mark_safe"): "joins cells that format_html made",
    ("config/serving.py", "subprocess"): "starts the web server with words of its own",
    ("config/serving.py", "socket"): "looks for a free port of this machine",
    ("config/doctor/work.py", "smtplib"): "calls the mail server of the settings",
    ("assessments/bulk/engines.py", "socket"): "calls the cluster that the operator named",
    ("config/serving.py", "urllib.request"): "asks the server that it started on this machine",
    ("config/doctor/standings.py", "random"): "draws which units are judged again; nothing hangs on the draw",
    ("finance/workbook/formulas.py", "xml.etree"): "refuses any document type before it reads",
    ("finance/workbook/reading.py", "xml.etree"): "only names the error that formulas.py may raise",
}
# Modules whose SQL is put together from names and words of our own: tables, guards, questions by kind of database.
SQL_OF_OUR_OWN = {
    *("audit/kept.py", "config/backup/loading.py", "config/backup/snapshot.py", "config/doctor/database.py"),
    *("assessments/adbc.py", "finance/guards.py"),
}
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[bap]-[A-Za-z0-9-]{20}"
    r"|(?:SECRET_KEY|PASSWORD|TOKEN)\s*=\s*[\"'][A-Za-z0-9+/_-]{24,}[\"']"
)
ASKED_ONCE = re.compile(r"\.(count|inner_text|text_content|input_value|get_attribute|is_[a-z]+)\(|\.url\b")
KEY_FILES = {".p12", ".pfx", ".pem", ".key", ".jks", ".keystore"}


def kept_files() -> list[Path]:
    """The files that Git keeps; everything beside them where there is no Git."""
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607
    if asked.returncode:
        return [path for path in ROOT.rglob("*") if path.is_file() and not {".venv", ".ntm", ".git"} & set(path.parts)]
    return [ROOT / name for name in asked.stdout.decode().split("\0") if name]


def test_no_secret_stands_in_the_repository():
    found = []
    for path in kept_files():
        is_text = path.is_file() and path.stat().st_size < 2_000_000 and path != Path(__file__)
        words = path.read_text(encoding="utf-8", errors="replace") if is_text else ""
        if path.suffix in KEY_FILES or path.name in {"secret-key", ".env"} or SECRET.search(words):
            found.append(str(path))
    assert not found


def names_in(path: Path) -> set[str]:
    """What a module imports and calls, by dotted name and by the last part of each call."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} | {f"{node.module}.{one.name}" for one in node.names}
            found |= {one.name for one in node.names if node.module and node.module.startswith("django")}
        elif isinstance(node, ast.Call):
            whole = ast.unparse(node.func)
            found.add(whole)
            if isinstance(node.func, ast.Attribute) and node.func.attr in {"raw", "extra"}:
                found.add("RawSQL")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src" / "ntm")))
def test_nothing_runs_what_somebody_typed(path):
    place = path.relative_to(ROOT / "src" / "ntm").as_posix()
    names = {
        name
        for name in names_in(path) - {"re.compile"}
        if any(name == one or name.startswith(f"{one}.") for one in DANGEROUS)
    }
    unsaid = {name for name in names if not any(place == where and name.startswith(what) for where, what in ALLOWED)}
    assert not unsaid


def test_every_sql_of_our_own_is_a_constant():
    others = [path for path in SOURCES if path.relative_to(ROOT / "src" / "ntm").as_posix() not in SQL_OF_OUR_OWN]
    for path in others:
        for node in () if "migrations" in path.parts else ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            asks = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if asks and node.func.attr in {"execute", "executemany", "executescript", "copy"} and node.args:
                assert isinstance(node.args[0], ast.Constant), f"{path}: {ast.unparse(node)}"


def test_a_migration_asks_the_database_that_it_changes():
    """A move and a restore migrate another database than the default one: rows must be asked of that one."""
    for path in (path for path in SOURCES if "migrations" in path.parts):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\.objects\b(?!\s*\.using\()", source), path
        assert "connection.cursor" not in source or "schema_editor.connection.cursor" in source, path


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_writes_markup_that_somebody_typed(path):
    if path.is_file() and path.suffix == ".html":
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b", source)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_runs_words_or_writes_them_as_markup(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(
        r"\beval\(|new Function\(|document\.write|insertAdjacentHTML|postMessage|document\.domain", source
    )


def test_no_form_takes_whatever_fields_are_sent():
    """A form made from a model must name its fields; ``__all__`` would take a field that is added later."""
    for path in SOURCES:
        source = path.read_text(encoding="utf-8")
        assert '__all__"' not in source.replace("__all__ =", "") or "ModelForm" not in source
        assert not re.search(r"\(\*\*request\.(?:POST|GET|data)|setattr\(\w+, (?:name|key), request", source), path


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_with_its_sums_and_comes_from_no_named_host(name):
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert len(packages) > 30
    for line in packages:
        assert re.match(r"[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==[^ ]+", line), line
    text = "\n".join(lines)
    assert text.count("--hash=sha256:") >= len(packages)
    assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links|git\+", text)


def test_there_is_no_administration_page_and_no_debugging_page():
    from django.conf import settings

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    addresses = {str(pattern.pattern) for pattern in get_resolver().url_patterns}
    assert not {"admin/", "__debug__/", "silk/"} & addresses


def test_a_journey_asks_a_page_by_what_waits():
    """``assert page.locator("tr").count() == 2`` reads a page that may be half arrived; ``expect`` waits."""
    asked = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "tests" / "browser").glob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assert) and ASKED_ONCE.search(ast.unparse(node.test))
    ]
    assert not asked
