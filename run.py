#!/usr/bin/env python3
"""The one door: sets everything up, then runs the demo province, the tests or the checks.

    python3 run.py              the demo province, served on this machine
    python3 run.py test [...]   every test, on SQLite and on PostgreSQL; more words go to pytest
    python3 run.py check        format, lint, types, import contracts, law files
    python3 run.py bench [NAME] the benchmarks
    python3 run.py ntm ...      any command of the product, such as `ntm law check`
    python3 run.py install      only sets everything up, for a server (docs/deployment.md)
    python3 run.py audit        asks the advisory database about every locked package

Needs Python 3.11 and the package index, nothing else; uses uv where there is one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
AUDITOR = ROOT / ".venv-audit" / PYTHON.relative_to(VENV)
DEMO = {"NTM_DEMO": "1", "NTM_DAY": "2024-09-30", "NTM_PROVINCE": "19"}
# A process that dies ends the run and names its test; one put in its place would wait for tests that never come.
ON_EVERY_CORE = ["--numprocesses", "auto", "--maxprocesses", "4", "--max-worker-restart", "0"]
FORMATTED = ["src", "tests", "demo", "tools", "benchmarks", "run.py"]
CHECKS = [
    ("format", ["ruff", "format", "--check", *FORMATTED]),
    ("lint", ["ruff", "check", *FORMATTED]),
    ("types", ["mypy"]),
    ("import contracts", ["importlinter"]),
    ("translations", ["tools/messages.py", "check"]),
    ("law files", ["ntm.config.cli", "law", "check"]),
    ("migrations", ["ntm.config.cli", "makemigrations", "--check", "--dry-run"]),
]


def main(words: list[str]) -> int:
    if sys.version_info < (3, 11):
        sys.exit(f"ntm needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install it and run this again.")
    verb, rest = (words[0], words[1:]) if words else ("demo", [])
    verbs: dict[str, tuple[str, Callable[[list[str]], int]]] = {
        "demo": ("requirements.lock", demo),
        "ntm": ("requirements.lock", ntm),
        "test": ("requirements-dev.lock", test),
        "check": ("requirements-dev.lock", check),
        "bench": ("requirements-dev.lock", bench),
        "install": ("requirements.lock", lambda _: 0),
    }
    if verb == "audit":  # needs nothing of the product
        return audit(rest)
    if verb not in verbs:
        print(__doc__)
        return 0 if verb in {"help", "-h", "--help"} else 2
    lock, act = verbs[verb]
    set_up(ROOT / lock)
    return act(rest)


def demo(_: list[str]) -> int:
    return run("-m", "ntm.config.cli", "start", extra=DEMO)


def ntm(words: list[str]) -> int:
    return run("-m", "ntm.config.cli", *words, extra=DEMO)


def test(words: list[str]) -> int:
    """Run the tests twice, once on each database; the worse of the two results counts."""
    results = []
    for database in ("sqlite", "postgresql"):
        say(f"Tests on {database}")
        results.append(run("-m", "pytest", *ON_EVERY_CORE, *words, extra={"NTM_TEST_DATABASE": database}))
    return max(results)


def check(_: list[str]) -> int:
    failed = [name for name, command in CHECKS if not passes(name, command)]
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    say(f"Check: {name}")
    tool, *rest = command
    if tool == "importlinter":
        return run("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()") == 0
    return run(*([tool] if tool.endswith(".py") else ["-m", tool]), *rest) == 0


def bench(words: list[str]) -> int:
    found = sorted(path for path in (ROOT / "benchmarks").glob("*.py") if path.stem != "__init__")
    chosen = [path for path in found if not words or path.stem in words]
    if not chosen:
        sys.exit(f"There is no benchmark {' '.join(words)}. There are: {', '.join(path.stem for path in found)}.")
    return max(run(str(path)) for path in chosen)


def audit(_: list[str]) -> int:
    """Hold every locked package against the public advisories: 0 none is known, 1 some are, 2 nobody could be asked."""
    if not AUDITOR.exists():
        venv.create(AUDITOR.parents[1], with_pip=False)
        pip = [sys.executable, "-m", "pip", "--python", str(AUDITOR), "install", "--quiet", "pip-audit"]
        if subprocess.run(pip, check=False).returncode:
            return not_audited("pip-audit could not be installed; the lines above say why")
    found = 0
    for lock in ("requirements.lock", "requirements-dev.lock"):
        say(f"Advisories about {lock}")
        command = [AUDITOR, "-m", "pip_audit", "--requirement", ROOT / lock, "--no-deps", "--disable-pip"]
        asked = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False)
        try:
            packages = json.loads(asked.stdout)["dependencies"]
        except ValueError:
            return not_audited((asked.stderr.strip().splitlines() or ["no answer"])[-1][:200])
        for package, advisory in [(one, said) for one in packages for said in one.get("vulns", [])]:
            found += 1
            print(f"{package['name']} {package['version']}: {advisory['id']}, fixed in {advisory['fix_versions']}")
        # Where the database is not reached, the tool passes over a package and calls that no known vulnerability.
        if passed_over := [package["name"] for package in packages if "skip_reason" in package]:
            return not_audited(f"{len(passed_over)} of {len(packages)} packages were not answered for")
        print(f"{len(packages)} packages answered for")
    return 1 if found else 0


def not_audited(why: str) -> int:
    print(f"NOT AUDITED: the advisory database could not be asked ({why}). Run this where the internet is reached.")
    return 2


def set_up(lock: Path) -> None:
    """Make ``.venv`` hold what the lock says, and the translations ready; quick when nothing changed."""
    stamp = VENV / f"{lock.stem}.stamp"
    wanted = hashlib.sha256(lock.read_bytes() + str(ROOT).encode()).hexdigest()
    if not PYTHON.exists() or not stamp.exists() or stamp.read_text() != wanted:
        timed(f"Installing {lock.name}", lambda: install(lock))
        link_the_sources()
        stamp.write_text(wanted)
    if run("tools/messages.py", "compile"):
        sys.exit("The translations could not be compiled; the lines above say why.")


def install(lock: Path) -> None:
    uv = shutil.which("uv")
    if not PYTHON.exists():
        # Without pip inside: Debian's python3 has no ensurepip, and the outer pip can install into it.
        venv.create(VENV, with_pip=False, clear=VENV.exists())
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(lock)]
    else:
        command = [sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "--require-hashes"]
        command += ["--no-deps", "--disable-pip-version-check", "-r", str(lock)]
    if subprocess.run(command, check=False).returncode:
        sys.exit(
            "The packages could not be installed; the lines above say why. ntm needs pip (Debian: apt install "
            "python3-pip) or uv, and the package index. Nothing else was changed: run this again when it is there."
        )


def link_the_sources() -> None:
    """Let the virtual environment import ``ntm`` and ``demo`` from this folder."""
    where = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    (Path(where) / "ntm.pth").write_text(f"{ROOT / 'src'}\n{ROOT}\n", encoding="utf-8")
    launcher = PYTHON.parent / "ntm"
    launcher.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m ntm.config.cli "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)


def run(*words: str, extra: dict[str, str] | None = None) -> int:
    """Run the project's Python in the project's folder and return its exit code."""
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src"), **(extra or {})}
    environment |= {name: os.environ[name] for name in extra or {} if name in os.environ}
    try:
        return subprocess.run([str(PYTHON), *words], cwd=ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130


def timed(what: str, act: Callable[[], None]) -> None:
    say(f"{what} …")
    begun = time.monotonic()
    act()
    say(f"{what}: {time.monotonic() - begun:.1f} s")


def say(line: str) -> None:
    print(f"▸ {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
